using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary>The keywords of strings; lengths count code points.</summary>
internal static class StringKeywords
{
    public static void Apply(SchemaEvaluation evaluation)
    {
        Subschema schema = evaluation.Schema;
        string value = evaluation.Instance.Text;
        if (schema.MinLength is not null || schema.MaxLength is not null)
        {
            CheckLength(evaluation, schema, CountRunes(value));
        }

        if (schema.Pattern is { } pattern && !pattern.IsMatch(value))
        {
            evaluation.Add(evaluation.Fail(() => $"{GoText.SingleQuote(value)} does not match pattern {GoText.SingleQuote(pattern.Pattern.ToString())}"));
        }
    }

    private static void CheckLength(SchemaEvaluation evaluation, Subschema schema, int length)
    {
        if (schema.MinLength is { } minimum && length < minimum)
        {
            evaluation.Add(evaluation.Fail(() => $"minLength: got {GoText.Count(length)}, want {GoText.Count(minimum)}"));
        }

        if (schema.MaxLength is { } maximum && length > maximum)
        {
            evaluation.Add(evaluation.Fail(() => $"maxLength: got {GoText.Count(length)}, want {GoText.Count(maximum)}"));
        }
    }

    private static int CountRunes(string value)
    {
        int count = 0;
        foreach (System.Text.Rune _ in value.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
