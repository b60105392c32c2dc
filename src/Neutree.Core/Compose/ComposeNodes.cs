using Neutree.Core.Yaml;

namespace Neutree.Core.Compose;

/// <summary>Finds its way in a compose file's nodes: aliases and merge keys are followed.</summary>
internal static class ComposeNodes
{
    private const int DeepestMerge = 20;

    public static YamlNode Follow(YamlNode node) => node.Target is { } target ? Follow(target) : node;

    /// <summary>The value of a key of a mapping, its own before those it merges; null where there is none.</summary>
    public static YamlNode? Find(YamlNode? mapping, string key) => mapping is null ? null : Find(Follow(mapping), key, depth: 0);

    /// <summary>Keys and values of a mapping, those that it merges behind its own; empty for what is no mapping.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Entries(YamlNode? node)
    {
        Dictionary<string, YamlNode> entries = [];
        List<string> order = [];
        Collect(node, entries, order, depth: 0);
        return order.Select(key => (key, entries[key]));
    }

    /// <summary>The items of a sequence; empty for what is no sequence.</summary>
    public static IReadOnlyList<YamlNode> Items(YamlNode? node) =>
        node is not null && Follow(node) is { Kind: YamlEventKind.SequenceStart } sequence ? [.. sequence.Children.Select(Follow)] : [];

    /// <summary>A scalar's text; null for what is no scalar.</summary>
    public static string? Text(YamlNode? node) => node is not null && Follow(node) is { Kind: YamlEventKind.Scalar } scalar ? scalar.Value.ToString() : null;

    private static YamlNode? Find(YamlNode mapping, string key, int depth)
    {
        if (mapping.Kind != YamlEventKind.MappingStart || depth > DeepestMerge)
        {
            return null;
        }

        YamlNode? merged = null;
        for (int i = 0; i + 1 < mapping.Children.Count; i += 2)
        {
            YamlNode name = mapping.Children[i];
            if (name.IsMergeKey)
            {
                merged ??= Merged(mapping.Children[i + 1]).Select(node => Find(node, key, depth + 1)).FirstOrDefault(found => found is not null);
            }
            else if (Text(name) == key)
            {
                return Follow(mapping.Children[i + 1]);
            }
        }

        return merged;
    }

    private static void Collect(YamlNode? node, Dictionary<string, YamlNode> entries, List<string> order, int depth)
    {
        if (node is null || Follow(node) is not { Kind: YamlEventKind.MappingStart } mapping || depth > DeepestMerge)
        {
            return;
        }

        List<YamlNode> merges = [];
        for (int i = 0; i + 1 < mapping.Children.Count; i += 2)
        {
            if (mapping.Children[i].IsMergeKey)
            {
                merges.AddRange(Merged(mapping.Children[i + 1]));
            }
            else if (Text(mapping.Children[i]) is { } key && entries.TryAdd(key, Follow(mapping.Children[i + 1])))
            {
                order.Add(key);
            }
        }

        foreach (YamlNode merge in merges)
        {
            Collect(merge, entries, order, depth + 1);
        }
    }

    /// <summary>What <c>&lt;&lt;</c> names: one mapping or several.</summary>
    private static IEnumerable<YamlNode> Merged(YamlNode value) =>
        Follow(value) is { Kind: YamlEventKind.SequenceStart } several ? several.Children.Select(Follow) : [Follow(value)];
}
