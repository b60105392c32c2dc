namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Turns a parsed expression into a program, from its end to its beginning so that every jump's target is known.</summary>
internal sealed class RegexCompiler
{
    /// <summary>As many instructions as Go lets an expression have.</summary>
    private const int LargestProgram = (128 << 20) / 40;

    private readonly List<RegexInstruction> _instructions = [];
    private readonly GoString _pattern;

    private RegexCompiler(GoString pattern) => _pattern = pattern;

    /// <exception cref="GoException">The expression is too large.</exception>
    public static RegexProgram Compile(GoString pattern, RegexNode root, int groupCount)
    {
        RegexCompiler compiler = new(pattern);
        int match = compiler.Emit(RegexCode.Match, 0);
        int end = compiler.Emit(RegexCode.Capture, match, argument: 1);
        int start = compiler.Emit(RegexCode.Capture, compiler.Compile(root, end), argument: 0);
        return new RegexProgram([.. compiler._instructions], start, groupCount, IsAnchored(root));
    }

    private static bool IsAnchored(RegexNode node) => node.Op switch
    {
        RegexOp.BeginText => true,
        RegexOp.Concatenation or RegexOp.Capture => IsAnchored(node.Children[0]),
        RegexOp.Alternation => Array.TrueForAll(node.Children, IsAnchored),
        _ => false,
    };

    private static bool CanBeEmpty(RegexNode node) => node.Op switch
    {
        RegexOp.Runes => false,
        RegexOp.Concatenation => Array.TrueForAll(node.Children, CanBeEmpty),
        RegexOp.Alternation => Array.Exists(node.Children, CanBeEmpty),
        RegexOp.Capture => CanBeEmpty(node.Children[0]),
        RegexOp.Repeat => node.Minimum == 0 || CanBeEmpty(node.Children[0]),
        _ => true,
    };

    private int Emit(RegexCode code, int next, int argument = 0, RuneSet? runes = null)
    {
        if (_instructions.Count >= LargestProgram)
        {
            throw RegexErrors.Create("expression too large", _pattern.Span);
        }

        _instructions.Add(new RegexInstruction { Code = code, Next = next, Argument = argument, Runes = runes });
        return _instructions.Count - 1;
    }

    /// <returns>Where the node's instructions begin; they go on at <paramref name="next"/>.</returns>
    private int Compile(RegexNode node, int next)
    {
        switch (node.Op)
        {
            case RegexOp.Empty:
                return next;
            case RegexOp.Runes:
                return Emit(RegexCode.Rune, next, runes: node.Runes);
            case RegexOp.Capture:
                int end = Emit(RegexCode.Capture, next, (2 * node.Group) + 1);
                return Emit(RegexCode.Capture, Compile(node.Children[0], end), 2 * node.Group);
            case RegexOp.Concatenation:
                for (int index = node.Children.Length - 1; index >= 0; index--)
                {
                    next = Compile(node.Children[index], next);
                }

                return next;
            case RegexOp.Alternation:
                int rest = Compile(node.Children[^1], next);
                for (int index = node.Children.Length - 2; index >= 0; index--)
                {
                    rest = Emit(RegexCode.Split, Compile(node.Children[index], next), rest);
                }

                return rest;
            case RegexOp.Repeat:
                return CompileRepeat(node, next);
            default:
                return Emit(RegexCode.Assert, next, (int)node.Op);
        }
    }

    private int CompileRepeat(RegexNode node, int next)
    {
        RegexNode repeated = node.Children[0];
        if (node.Maximum < 0)
        {
            int loop = CompileLoop(repeated, next, node.IsGreedy, node.Minimum == 0);
            for (int count = 1; count < node.Minimum; count++)
            {
                loop = Compile(repeated, loop);
            }

            return loop;
        }

        // x{2,4} is xx(x(x)?)?, so that each x? that isn't taken leads to the end.
        int start = next;
        for (int count = node.Minimum; count < node.Maximum; count++)
        {
            start = Split(Compile(repeated, start), next, node.IsGreedy);
        }

        for (int count = 0; count < node.Minimum; count++)
        {
            start = Compile(repeated, start);
        }

        return start;
    }

    private int CompileLoop(RegexNode repeated, int next, bool isGreedy, bool mayBeSkipped)
    {
        int split = Emit(RegexCode.Split, 0);
        int body = Compile(repeated, split);
        SetSplit(split, body, next, isGreedy);
        if (!mayBeSkipped)
        {
            return body;
        }

        // Where the body may match nothing, (x+)? keeps the order of preferences that x* by itself would lose.
        return CanBeEmpty(repeated) ? Split(body, next, isGreedy) : split;
    }

    private int Split(int body, int next, bool isGreedy)
    {
        int split = Emit(RegexCode.Split, 0);
        SetSplit(split, body, next, isGreedy);
        return split;
    }

    private void SetSplit(int split, int body, int next, bool isGreedy) =>
        _instructions[split] = new RegexInstruction { Code = RegexCode.Split, Next = isGreedy ? body : next, Argument = isGreedy ? next : body };
}
