using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Neutree.Core.Packages;

/// <summary>
/// Refuses YAML that harms whoever loads it, in a pass that keeps nothing: nesting, because loading recurses, and keys that aren't plain texts, because what they hold
/// is hashed with every alias in it followed.
/// </summary>
internal static class YamlLimits
{
    private const int MaxDepth = 64;

    /// <exception cref="YamlException">Not YAML.</exception>
    /// <exception cref="FormatException">Nested too deeply, or with keys that aren't texts.</exception>
    public static void Check(string text)
    {
        Parser parser = new(new StringReader(text));
        Stack<Container> open = new();
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingEnd or SequenceEnd:
                    open.Pop();
                    break;
                case MappingStart start:
                    Count(open, start);
                    Open(open, new Container(IsMapping: true));
                    break;
                case SequenceStart start:
                    Count(open, start);
                    Open(open, new Container(IsMapping: false));
                    break;
                case NodeEvent or AnchorAlias:
                    Count(open, parser.Current);
                    break;
            }
        }
    }

    private static void Open(Stack<Container> open, Container container)
    {
        open.Push(container);
        if (open.Count > MaxDepth)
        {
            throw new FormatException($"it is nested more than {MaxDepth} deep");
        }
    }

    private static void Count(Stack<Container> open, ParsingEvent node)
    {
        if (open.TryPeek(out Container? container) && container.IsMapping && container.Items++ % 2 == 0 && node is not Scalar)
        {
            throw new FormatException($"line {node.Start.Line}, column {node.Start.Column}: a key is not a text");
        }
    }

    private sealed record Container(bool IsMapping)
    {
        public int Items { get; set; }
    }
}
