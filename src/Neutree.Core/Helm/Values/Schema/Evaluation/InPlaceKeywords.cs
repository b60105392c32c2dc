using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary>The keywords that apply other schemas to the same value.</summary>
internal static class InPlaceKeywords
{
    public static void Apply(SchemaEvaluation evaluation)
    {
        Subschema schema = evaluation.Schema;
        if (schema.Not is not null && evaluation.ApplyInPlace(schema.Not, onlyVerdict: true) is null)
        {
            evaluation.Add(evaluation.Fail(() => "'not' failed"));
        }

        if (schema.AllOf.Length > 0)
        {
            ApplyAllOf(evaluation, schema.AllOf);
        }

        if (schema.AnyOf.Length > 0)
        {
            ApplyAnyOf(evaluation, schema.AnyOf);
        }

        if (schema.OneOf.Length > 0)
        {
            ApplyOneOf(evaluation, schema.OneOf);
        }

        if (schema.If is not null)
        {
            Subschema? branch = evaluation.ApplyInPlace(schema.If, onlyVerdict: true) is null ? schema.Then : schema.Else;
            evaluation.Add(branch is null ? null : evaluation.ApplyInPlace(branch));
        }
    }

    private static void ApplyAllOf(SchemaEvaluation evaluation, Subschema[] schemas)
    {
        List<Violation>? violations = null;
        foreach (Subschema schema in schemas)
        {
            if (evaluation.ApplyInPlace(schema) is { } violation)
            {
                (violations ??= []).Add(violation);
                if (evaluation.OnlyVerdict)
                {
                    break;
                }
            }
        }

        if (violations is not null)
        {
            evaluation.Add(evaluation.Fail(() => "'allOf' failed", violations));
        }
    }

    private static void ApplyAnyOf(SchemaEvaluation evaluation, Subschema[] schemas)
    {
        bool matched = false;
        List<Violation> violations = [];
        foreach (Subschema schema in schemas)
        {
            if (evaluation.ApplyInPlace(schema) is { } violation)
            {
                violations.Add(violation);
                continue;
            }

            matched = true;
            if (evaluation.Unevaluated is null or { IsEmpty: true })
            {
                // One is enough, unless others may evaluate more of the value.
                break;
            }
        }

        if (!matched)
        {
            evaluation.Add(evaluation.Fail(() => "'anyOf' failed", violations));
        }
    }

    private static void ApplyOneOf(SchemaEvaluation evaluation, Subschema[] schemas)
    {
        int matched = -1;
        List<Violation> violations = [];
        for (int index = 0; index < schemas.Length; index++)
        {
            if (evaluation.ApplyInPlace(schemas[index], onlyVerdict: matched >= 0) is { } violation)
            {
                violations.Add(violation);
            }
            else if (matched < 0)
            {
                matched = index;
            }
            else
            {
                int first = matched;
                int second = index;
                evaluation.Add(evaluation.Fail(() => $"'oneOf' failed, subschemas {GoText.Count(first)}, {GoText.Count(second)} matched"));
                return;
            }
        }

        if (matched < 0)
        {
            evaluation.Add(evaluation.Fail(() => "'oneOf' failed, none matched", violations));
        }
    }
}
