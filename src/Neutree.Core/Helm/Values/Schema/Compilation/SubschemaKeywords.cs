namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>The keywords that hold schemas, by draft.</summary>
internal static class SubschemaKeywords
{
    public static readonly IReadOnlyDictionary<string, SubschemaPosition> Draft4 = new Dictionary<string, SubschemaPosition>(StringComparer.Ordinal)
    {
        ["definitions"] = SubschemaPosition.Members,
        ["not"] = SubschemaPosition.Value,
        ["allOf"] = SubschemaPosition.Items,
        ["anyOf"] = SubschemaPosition.Items,
        ["oneOf"] = SubschemaPosition.Items,
        ["properties"] = SubschemaPosition.Members,
        ["additionalProperties"] = SubschemaPosition.Value,
        ["patternProperties"] = SubschemaPosition.Members,
        ["items"] = SubschemaPosition.Value | SubschemaPosition.Items,
        ["additionalItems"] = SubschemaPosition.Value,
        ["dependencies"] = SubschemaPosition.Members,
    };

    public static readonly IReadOnlyDictionary<string, SubschemaPosition> Draft6 =
        With(Draft4, ("propertyNames", SubschemaPosition.Value), ("contains", SubschemaPosition.Value));

    public static readonly IReadOnlyDictionary<string, SubschemaPosition> Draft7 =
        With(Draft6, ("if", SubschemaPosition.Value), ("then", SubschemaPosition.Value), ("else", SubschemaPosition.Value));

    public static readonly IReadOnlyDictionary<string, SubschemaPosition> Draft2019 = With(
        Draft7,
        ("$defs", SubschemaPosition.Members),
        ("dependentSchemas", SubschemaPosition.Members),
        ("unevaluatedProperties", SubschemaPosition.Value),
        ("unevaluatedItems", SubschemaPosition.Value),
        ("contentSchema", SubschemaPosition.Value));

    public static readonly IReadOnlyDictionary<string, SubschemaPosition> Draft2020 = With(Draft2019, ("prefixItems", SubschemaPosition.Items));

    private static Dictionary<string, SubschemaPosition> With(IReadOnlyDictionary<string, SubschemaPosition> known, params (string Keyword, SubschemaPosition Position)[] more)
    {
        Dictionary<string, SubschemaPosition> all = new(known, StringComparer.Ordinal);
        foreach ((string keyword, SubschemaPosition position) in more)
        {
            all.Add(keyword, position);
        }

        return all;
    }
}
