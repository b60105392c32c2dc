namespace Neutree.Core.Helm.Templates;

/// <summary>
/// A pattern of <c>.Files.Glob</c>: <c>*</c> and <c>?</c> stop at the separator, <c>**</c> doesn't, <c>[a-z]</c> and <c>[!ab]</c> are
/// classes, <c>{a,b}</c> alternatives, <c>\</c> takes the next character as it is (the grammar of gobwas/glob 0.2).
/// </summary>
internal sealed class GlobPattern
{
    private readonly Node _root;
    private readonly char _separator;

    private GlobPattern(Node root, char separator)
    {
        _root = root;
        _separator = separator;
    }

    private enum NodeKind
    {
        End,
        Literal,
        Any,
        AnyThroughSeparators,
        Single,
        Class,
        Alternatives,
    }

    /// <summary><c>**</c>.</summary>
    public static GlobPattern Everything { get; } = TryParse("**", '/')!;

    /// <summary>Null where the text breaks the grammar.</summary>
    public static GlobPattern? TryParse(string text, char separator)
    {
        Parser parser = new(text);
        return parser.TryParse(out Node? root) ? new GlobPattern(root!, separator) : null;
    }

    public bool IsMatch(string text)
    {
        // All nodes that can be reached before each character are walked together, so no pattern takes more than nodes times length.
        HashSet<Node> current = [];
        Reach(_root, current);
        foreach (char character in text)
        {
            HashSet<Node> next = [];
            foreach (Node node in current)
            {
                if (node.Takes(character, _separator))
                {
                    Reach(node.Kind is NodeKind.Any or NodeKind.AnyThroughSeparators ? node : node.Next!, next);
                }
            }

            if (next.Count == 0)
            {
                return false;
            }

            current = next;
        }

        return current.Any(static node => node.Kind == NodeKind.End);
    }

    private static void Reach(Node node, HashSet<Node> reached)
    {
        if (!reached.Add(node))
        {
            return;
        }

        switch (node.Kind)
        {
            case NodeKind.Any or NodeKind.AnyThroughSeparators:
                Reach(node.Next!, reached);
                break;
            case NodeKind.Alternatives:
                foreach (Node branch in node.Branches)
                {
                    Reach(branch, reached);
                }

                break;
        }
    }

    private sealed class Node(NodeKind kind, Node? next)
    {
        public NodeKind Kind => kind;

        public Node? Next => next;

        public char Literal { get; init; }

        public bool IsNegated { get; init; }

        public IReadOnlyList<(char Low, char High)> Ranges { get; init; } = [];

        public IReadOnlyList<Node> Branches { get; init; } = [];

        public bool Takes(char character, char separator) => kind switch
        {
            NodeKind.Literal => character == Literal,
            NodeKind.Any or NodeKind.Single => character != separator,
            NodeKind.AnyThroughSeparators => true,
            NodeKind.Class => Ranges.Any(range => character >= range.Low && character <= range.High) != IsNegated,
            _ => false,
        };
    }

    /// <summary>Reads the pattern from its end, because each node knows the one after it.</summary>
    private sealed class Parser(string text)
    {
        private readonly List<Func<Node, Node>> _steps = [];
        private int _at;

        public bool TryParse(out Node? root)
        {
            root = null;
            if (!TryReadSequence(depth: 0, _steps) || _at < text.Length)
            {
                return false;
            }

            root = Link(_steps, new Node(NodeKind.End, null));
            return true;
        }

        private static Node Link(List<Func<Node, Node>> steps, Node after)
        {
            for (int index = steps.Count - 1; index >= 0; index--)
            {
                after = steps[index](after);
            }

            return after;
        }

        private bool TryReadSequence(int depth, List<Func<Node, Node>> steps)
        {
            while (_at < text.Length)
            {
                char character = text[_at];
                if (depth > 0 && character is (',' or '}'))
                {
                    return true;
                }

                _at++;
                switch (character)
                {
                    case '*' when _at < text.Length && text[_at] == '*':
                        _at++;
                        steps.Add(static next => new Node(NodeKind.AnyThroughSeparators, next));
                        break;
                    case '*':
                        steps.Add(static next => new Node(NodeKind.Any, next));
                        break;
                    case '?':
                        steps.Add(static next => new Node(NodeKind.Single, next));
                        break;
                    case '[':
                        if (!TryReadClass(steps))
                        {
                            return false;
                        }

                        break;
                    case '{':
                        if (!TryReadAlternatives(depth, steps))
                        {
                            return false;
                        }

                        break;
                    case '\\' when _at < text.Length:
                        AddLiteral(steps, text[_at++]);
                        break;
                    default:
                        AddLiteral(steps, character);
                        break;
                }
            }

            return depth == 0;
        }

        private static void AddLiteral(List<Func<Node, Node>> steps, char character) =>
            steps.Add(next => new Node(NodeKind.Literal, next) { Literal = character });

        private bool TryReadClass(List<Func<Node, Node>> steps)
        {
            bool negated = _at < text.Length && text[_at] == '!';
            _at += negated ? 1 : 0;
            List<(char, char)> ranges = [];
            while (_at < text.Length && text[_at] != ']')
            {
                char low = ReadClassCharacter();
                if (_at + 1 < text.Length && text[_at] == '-' && text[_at + 1] != ']')
                {
                    _at++;
                    ranges.Add((low, ReadClassCharacter()));
                }
                else
                {
                    ranges.Add((low, low));
                }
            }

            if (_at >= text.Length || ranges.Count == 0 || ranges.Any(static range => range.Item2 < range.Item1))
            {
                return false;
            }

            _at++;
            steps.Add(next => new Node(NodeKind.Class, next) { Ranges = ranges, IsNegated = negated });
            return true;
        }

        private char ReadClassCharacter()
        {
            if (text[_at] == '\\' && _at + 1 < text.Length)
            {
                _at++;
            }

            return text[_at++];
        }

        private bool TryReadAlternatives(int depth, List<Func<Node, Node>> steps)
        {
            const int deepest = 100;
            if (depth >= deepest)
            {
                return false;
            }

            List<List<Func<Node, Node>>> branches = [];
            while (true)
            {
                List<Func<Node, Node>> branch = [];
                if (!TryReadSequence(depth + 1, branch) || _at >= text.Length)
                {
                    return false;
                }

                branches.Add(branch);
                if (text[_at++] == '}')
                {
                    steps.Add(next => new Node(NodeKind.Alternatives, null) { Branches = [.. branches.Select(steps => Link(steps, next))] });
                    return true;
                }
            }
        }
    }
}
