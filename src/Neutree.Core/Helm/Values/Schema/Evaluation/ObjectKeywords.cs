using Neutree.Core.Go;
using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary>The keywords of objects.</summary>
internal static class ObjectKeywords
{
    public static void Apply(SchemaEvaluation evaluation)
    {
        Subschema schema = evaluation.Schema;
        CheckCounts(evaluation, schema, evaluation.Instance.Names.Length);
        if (schema.Required.Length > 0 && Missing(evaluation.Instance, schema.Required) is { } missing)
        {
            evaluation.Add(evaluation.Fail(() => missing.Count == 1
                ? $"missing property {GoText.SingleQuote(missing[0])}"
                : $"missing properties {JoinQuoted(missing)}"));
        }

        if (evaluation.IsSettled)
        {
            return;
        }

        foreach ((string name, string[]? needed, Subschema? dependency) in schema.Dependencies)
        {
            if (evaluation.Instance.IndexOf(name) < 0)
            {
                continue;
            }

            if (needed is not null)
            {
                CheckNeeded(evaluation, name, needed);
            }
            else
            {
                evaluation.Add(evaluation.ApplyInPlace(dependency!));
            }
        }

        ApplyToMembers(evaluation, schema);
        ApplyToNames(evaluation, schema);
        foreach ((string name, Subschema dependent) in schema.DependentSchemas)
        {
            if (evaluation.Instance.IndexOf(name) >= 0)
            {
                evaluation.Add(evaluation.ApplyInPlace(dependent));
            }
        }

        foreach ((string name, string[] needed) in schema.DependentRequired)
        {
            if (evaluation.Instance.IndexOf(name) >= 0)
            {
                CheckNeeded(evaluation, name, needed);
            }
        }
    }

    private static void CheckCounts(SchemaEvaluation evaluation, Subschema schema, int count)
    {
        if (schema.MinProperties is { } minimum && count < minimum)
        {
            evaluation.Add(evaluation.Fail(() => $"minProperties: got {GoText.Count(count)}, want {GoText.Count(minimum)}"));
        }

        if (schema.MaxProperties is { } maximum && count > maximum)
        {
            evaluation.Add(evaluation.Fail(() => $"maxProperties: got {GoText.Count(count)}, want {GoText.Count(maximum)}"));
        }
    }

    private static void ApplyToMembers(SchemaEvaluation evaluation, Subschema schema)
    {
        if (schema.Properties is null && schema.PatternProperties.Length == 0 && schema.AdditionalProperties is null)
        {
            return;
        }

        List<string>? refused = null;
        string[] names = evaluation.Instance.Names;
        for (int index = 0; index < names.Length && !evaluation.IsSettled; index++)
        {
            bool isEvaluated = false;
            if (schema.Properties is not null && schema.Properties.TryGetValue(names[index], out Subschema? property))
            {
                isEvaluated = true;
                evaluation.Add(evaluation.ApplyToMember(property, index));
            }

            foreach ((GoRegex pattern, Subschema matching) in schema.PatternProperties)
            {
                if (pattern.IsMatch(names[index]))
                {
                    isEvaluated = true;
                    evaluation.Add(evaluation.ApplyToMember(matching, index));
                }
            }

            if (!isEvaluated && schema.AdditionalProperties is { } additional)
            {
                isEvaluated = true;
                if (additional.Constant == false)
                {
                    (refused ??= []).Add(names[index]);
                }
                else
                {
                    evaluation.Add(evaluation.ApplyToMember(additional, index));
                }
            }

            if (isEvaluated)
            {
                evaluation.Unevaluated?.Remove(index);
            }
        }

        if (refused is not null)
        {
            evaluation.Add(evaluation.Fail(() => $"additional properties {JoinQuoted(refused)} not allowed"));
        }
    }

    private static void ApplyToNames(SchemaEvaluation evaluation, Subschema schema)
    {
        if (schema.PropertyNames is not { } names)
        {
            return;
        }

        foreach (string name in evaluation.Instance.Names)
        {
            if (evaluation.ApplyToName(names, name) is { } violation)
            {
                evaluation.Add(evaluation.OnlyVerdict
                    ? violation
                    : new Violation(ViolationKind.Assertion, InstanceLocation.Root, () => $"invalid propertyName {GoText.SingleQuote(name)}", Evaluator.CausesOf(violation)));
            }
        }
    }

    private static void CheckNeeded(SchemaEvaluation evaluation, string name, string[] needed)
    {
        if (Missing(evaluation.Instance, needed) is { } missing)
        {
            evaluation.Add(evaluation.Fail(() => $"properties {JoinQuoted(missing)} required, if {GoText.SingleQuote(name)} exists"));
        }
    }

    private static List<string>? Missing(JsonValue value, string[] names)
    {
        List<string>? missing = null;
        foreach (string name in names)
        {
            if (value.IndexOf(name) < 0)
            {
                (missing ??= []).Add(name);
            }
        }

        return missing;
    }

    private static string JoinQuoted(List<string> names) => string.Join(", ", names.Select(GoText.SingleQuote));
}
