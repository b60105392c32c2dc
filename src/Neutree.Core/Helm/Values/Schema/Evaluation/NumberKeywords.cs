using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary>The keywords of numbers, on exact values.</summary>
internal static class NumberKeywords
{
    public static void Apply(SchemaEvaluation evaluation)
    {
        Subschema schema = evaluation.Schema;
        if (schema.Minimum is { } minimum && evaluation.Instance.Number.CompareTo(minimum) < 0)
        {
            Add(evaluation, "minimum", minimum);
        }

        if (schema.Maximum is { } maximum && evaluation.Instance.Number.CompareTo(maximum) > 0)
        {
            Add(evaluation, "maximum", maximum);
        }

        if (schema.ExclusiveMinimum is { } above && evaluation.Instance.Number.CompareTo(above) <= 0)
        {
            Add(evaluation, "exclusiveMinimum", above);
        }

        if (schema.ExclusiveMaximum is { } below && evaluation.Instance.Number.CompareTo(below) >= 0)
        {
            Add(evaluation, "exclusiveMaximum", below);
        }

        if (schema.MultipleOf is { } divisor && !evaluation.Instance.Number.IsMultipleOf(divisor))
        {
            Add(evaluation, "multipleOf", divisor);
        }
    }

    private static void Add(SchemaEvaluation evaluation, string keyword, DecimalNumber wanted)
    {
        DecimalNumber found = evaluation.Instance.Number;
        evaluation.Add(evaluation.Fail(() => $"{keyword}: got {GoText.Number(found)}, want {GoText.Number(wanted)}"));
    }
}
