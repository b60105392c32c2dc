using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Builds the nodes of the first document of a text and ties aliases to what they refer to.</summary>
internal static class YamlComposer
{
    private static readonly GoString LineBreak = "\n";

    /// <summary>The first document's root; null where there is no document.</summary>
    public static YamlNode? Compose(GoString text)
    {
        YamlParser parser = new(text.IsEmpty ? LineBreak : text);
        parser.Next();
        if (parser.Next().Kind == YamlEventKind.StreamEnd)
        {
            return null;
        }

        Dictionary<GoString, YamlNode> anchors = [];
        Stack<YamlNode> open = new();
        YamlNode? root = null;
        while (true)
        {
            YamlEvent current = parser.Next();
            switch (current.Kind)
            {
                case YamlEventKind.DocumentEnd:
                    return root;
                case YamlEventKind.SequenceEnd or YamlEventKind.MappingEnd:
                    open.Pop();
                    continue;
            }

            YamlNode node = current.Kind == YamlEventKind.Alias ? Alias(current, anchors) : new YamlNode(current);
            if (current.Kind != YamlEventKind.Alias && current.Anchor is not null)
            {
                anchors[current.Anchor] = node;
            }

            root ??= node;
            if (open.TryPeek(out YamlNode? parent))
            {
                parent.Children.Add(node);
            }

            if (current.Kind is YamlEventKind.SequenceStart or YamlEventKind.MappingStart)
            {
                open.Push(node);
            }
        }
    }

    private static YamlNode Alias(YamlEvent source, Dictionary<GoString, YamlNode> anchors)
    {
        GoString name = source.Anchor!;
        return anchors.TryGetValue(name, out YamlNode? target)
            ? new YamlNode(source) { Value = name, Target = target }
            : throw new YamlException($"yaml: unknown anchor '{name}' referenced", source.Start.Line + 1, source.Start.Column + 1);
    }
}
