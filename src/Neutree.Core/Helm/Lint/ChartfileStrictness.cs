using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Lint;

/// <summary>What a reader that takes nothing unknown says of Chart.yaml: keys that stand twice, fields that Helm doesn't know.</summary>
internal static class ChartfileStrictness
{
    private static readonly Dictionary<string, string[]> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] =
        [
            "name", "home", "sources", "version", "description", "keywords", "maintainers", "icon", "apiVersion", "condition", "tags", "appVersion",
            "deprecated", "annotations", "kubeVersion", "dependencies", "type",
        ],
        ["maintainers"] = ["name", "email", "url"],
        ["dependencies"] = ["name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias"],
    };

    /// <summary>The first problem, in the words of Go's decoder; null where there is none.</summary>
    public static string? Problem(GoString text, GoMap fields)
    {
        try
        {
            YamlReader.ReadStrict(text);
        }
        catch (GoException twice)
        {
            return twice.Message;
        }

        return Unknown(fields, "") is { } unknown
            ? $"error unmarshaling JSON: while decoding JSON: json: unknown field {GoQuote.Quote(unknown)}"
            : null;
    }

    // The decoder meets the keys in their order, those of an inner map where its key stands.
    private static GoString? Unknown(GoMap map, string type)
    {
        foreach ((GoString key, object? value) in map)
        {
            string name = key.ToString();
            if (!Fields[type].Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return key;
            }

            if (Fields.ContainsKey(name) && value is GoSlice items
                && items.OfType<GoMap>().Select(item => Unknown(item, name)).FirstOrDefault(static found => found is not null) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }
}
