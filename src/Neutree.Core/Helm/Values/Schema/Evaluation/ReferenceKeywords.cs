using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary><c>$recursiveRef</c> (2019-09) and <c>$dynamicRef</c> (2020-12), whose targets depend on the way to them.</summary>
internal static class ReferenceKeywords
{
    public static void Apply(SchemaEvaluation evaluation)
    {
        if (evaluation.Schema.RecursiveRef is { } recursive)
        {
            Subschema target = recursive.RecursiveAnchor ? evaluation.Scope.ResolveRecursiveAnchor(recursive) : recursive;
            evaluation.Add(evaluation.ApplyReference(target, "$recursiveRef"));
        }

        if (evaluation.Schema.DynamicRef is { } initial)
        {
            // Only a reference to a dynamic anchor, by its name, looks at the scope.
            Subschema target = evaluation.Schema.DynamicRefAnchor is { } anchor && initial.DynamicAnchor == anchor
                ? evaluation.Scope.ResolveDynamicAnchor(anchor, initial)
                : initial;
            evaluation.Add(evaluation.ApplyReference(target, "$dynamicRef"));
        }
    }
}
