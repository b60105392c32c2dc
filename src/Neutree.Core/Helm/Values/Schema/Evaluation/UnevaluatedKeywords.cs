using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary><c>unevaluatedProperties</c> and <c>unevaluatedItems</c>: they come last, for what the others left.</summary>
internal static class UnevaluatedKeywords
{
    public static void Apply(SchemaEvaluation evaluation)
    {
        bool isObject = evaluation.Instance.Type == JsonTypes.Object;
        Subschema? schema = isObject ? evaluation.Schema.UnevaluatedProperties
            : evaluation.Instance.Type == JsonTypes.Array ? evaluation.Schema.UnevaluatedItems
            : null;
        if (schema is null || evaluation.Unevaluated is not { } left)
        {
            return;
        }

        for (int index = 0; index < evaluation.Instance.Items.Length; index++)
        {
            if (left.Contains(index))
            {
                evaluation.Add(isObject ? evaluation.ApplyToMember(schema, index) : evaluation.ApplyToItem(schema, index));
            }
        }

        left.Clear();
    }
}
