using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary>The keywords of arrays.</summary>
internal static class ArrayKeywords
{
    private const int FewItems = 20;

    public static void Apply(SchemaEvaluation evaluation)
    {
        Subschema schema = evaluation.Schema;
        int count = evaluation.Instance.Items.Length;
        if (schema.MinItems is { } minimum && count < minimum)
        {
            evaluation.Add(evaluation.Fail(() => $"minItems: got {GoText.Count(count)}, want {GoText.Count(minimum)}"));
        }

        if (schema.MaxItems is { } maximum && count > maximum)
        {
            evaluation.Add(evaluation.Fail(() => $"maxItems: got {GoText.Count(count)}, want {GoText.Count(maximum)}"));
        }

        if (schema.UniqueItems && FindDuplicates(evaluation.Instance.Items) is { } same)
        {
            evaluation.Add(evaluation.Fail(() => $"items at {GoText.Count(same.First)} and {GoText.Count(same.Second)} are equal"));
        }

        ApplyToItems(evaluation, schema, count);
        if (schema.Contains is not null)
        {
            ApplyContains(evaluation, schema, schema.Contains);
        }
    }

    private static void ApplyToItems(SchemaEvaluation evaluation, Subschema schema, int count)
    {
        int index = 0;
        for (; schema.PrefixItems is not null && index < Math.Min(count, schema.PrefixItems.Length); index++)
        {
            evaluation.Add(evaluation.ApplyToItem(schema.PrefixItems[index], index));
        }

        if (schema.AdditionalItems is { Constant: false } && index < count)
        {
            int rest = count - index;
            evaluation.Add(evaluation.Fail(() => $"last {GoText.Count(rest)} additionalItem(s) not allowed"));
            return;
        }

        if ((schema.Items ?? schema.AdditionalItems) is { } following)
        {
            // Helm's validator names these items by their place behind the ones with schemas of their own.
            int first = index;
            for (; index < count && !evaluation.IsSettled; index++)
            {
                evaluation.Add(evaluation.ApplyToItem(following, index, first));
            }
        }
    }

    private static void ApplyContains(SchemaEvaluation evaluation, Subschema schema, Subschema contained)
    {
        List<Violation> violations = [];
        List<int> matched = [];
        for (int index = 0; index < evaluation.Instance.Items.Length; index++)
        {
            if (evaluation.ApplyToItem(contained, index) is { } violation)
            {
                violations.Add(violation);
                continue;
            }

            matched.Add(index);
            if (schema.Draft.Version >= 2020)
            {
                evaluation.Unevaluated?.Remove(index);
            }
        }

        if (schema.MinContains is null && matched.Count == 0)
        {
            evaluation.Add(evaluation.Fail(() => "no items match contains schema", violations));
        }
        else if (schema.MinContains is { } minimum && matched.Count < minimum)
        {
            string found = matched.Count == 0 ? "none matched" : DescribeMatched(matched);
            evaluation.Add(evaluation.Fail(() => $"min {GoText.Count(minimum)} items required to match contains schema, but {found}", violations));
        }

        if (schema.MaxContains is { } maximum && matched.Count > maximum)
        {
            evaluation.Add(evaluation.Fail(() => $"max {GoText.Count(maximum)} items required to match contains schema, but {DescribeMatched(matched)}"));
        }
    }

    private static string DescribeMatched(List<int> matched) => $"matched {GoText.Count(matched.Count)} items at {string.Join(' ', matched)}";

    private static (int First, int Second)? FindDuplicates(JsonValue[] items)
    {
        if (items.Length > FewItems)
        {
            Dictionary<JsonValue, int> seen = new(items.Length, JsonValueComparer.Instance);
            for (int index = 0; index < items.Length; index++)
            {
                if (!seen.TryAdd(items[index], index))
                {
                    return (seen[items[index]], index);
                }
            }

            return null;
        }

        for (int second = 1; second < items.Length; second++)
        {
            for (int first = 0; first < second; first++)
            {
                if (JsonValueComparer.Instance.Equals(items[first], items[second]))
                {
                    return (first, second);
                }
            }
        }

        return null;
    }
}
