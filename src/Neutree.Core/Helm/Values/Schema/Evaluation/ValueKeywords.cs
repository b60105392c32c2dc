using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary><c>type</c>, <c>const</c>, <c>enum</c>, <c>format</c>: where one is broken, the rest of the schema isn't asked.</summary>
internal static class ValueKeywords
{
    public static Violation? Check(SchemaEvaluation evaluation)
    {
        Subschema schema = evaluation.Schema;
        JsonValue value = evaluation.Instance;
        if (schema.Types != JsonTypes.None && !IsOneOf(value, schema.Types))
        {
            return evaluation.Fail(() => $"got {JsonTypeNames.Describe(value.Type)}, want {JsonTypeNames.Describe(schema.Types)}");
        }

        if (schema.Const is { } wanted && !JsonValueComparer.Instance.Equals(value, wanted))
        {
            return evaluation.Fail(() => IsStructured(wanted) ? "'const' failed" : $"value must be {GoText.Display(wanted)}");
        }

        if (schema.Enum is { } values && !values.Contains(value, JsonValueComparer.Instance))
        {
            return evaluation.Fail(() => DescribeEnum(values));
        }

        if (schema.Format is { } format && value.Type == JsonTypes.String && format.Check(value.Text) is { } problem)
        {
            return evaluation.Fail(() => $"{GoText.Display(value)} is not valid {format.Name}: {problem}");
        }

        return null;
    }

    private static bool IsOneOf(JsonValue value, JsonTypes types) =>
        (types & value.Type) != 0 || ((types & JsonTypes.Integer) != 0 && value.IsInteger);

    private static string DescribeEnum(JsonValue[] values) =>
        values.Any(IsStructured) ? "'enum' failed"
        : values.Length == 1 ? $"value must be {GoText.Display(values[0])}"
        : $"value must be one of {string.Join(", ", values.Select(GoText.Display))}";

    private static bool IsStructured(JsonValue value) => value.Type is JsonTypes.Array or JsonTypes.Object;
}
