namespace Neutree.Core.Go.RegularExpressions;

/// <summary>A node of a parsed expression.</summary>
internal sealed class RegexNode
{
    public RegexNode(RegexOp op, params RegexNode[] children)
    {
        Op = op;
        Children = children;
        foreach (RegexNode child in children)
        {
            Height = Math.Max(Height, child.Height + 1);
        }
    }

    public RegexOp Op { get; }

    public RegexNode[] Children { get; }

    /// <summary>Levels of nodes from here down.</summary>
    public int Height { get; } = 1;

    /// <summary>What a <see cref="RegexOp.Runes"/> node matches.</summary>
    public RuneSet? Runes { get; init; }

    /// <summary>The number of a capturing group, from 1.</summary>
    public int Group { get; init; }

    public int Minimum { get; init; }

    /// <summary>Most repetitions; -1 for any number.</summary>
    public int Maximum { get; init; }

    public bool IsGreedy { get; init; }

    /// <summary>Whether repetitions within repetitions make no more than so many copies of the innermost part.</summary>
    public bool RepeatsAtMost(int copies)
    {
        if (Op == RegexOp.Repeat)
        {
            int most = Maximum < 0 ? Minimum : Maximum;
            if (Maximum == 0)
            {
                return true;
            }

            if (most > copies)
            {
                return false;
            }

            copies = most > 0 ? copies / most : copies;
        }

        foreach (RegexNode child in Children)
        {
            if (!child.RepeatsAtMost(copies))
            {
                return false;
            }
        }

        return true;
    }
}
