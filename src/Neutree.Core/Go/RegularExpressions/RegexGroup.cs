namespace Neutree.Core.Go.RegularExpressions;

/// <summary>A group, or the whole expression, while it is parsed.</summary>
internal sealed class RegexGroup(RegexFlags outerFlags, int number = 0)
{
    private readonly List<RegexNode> _alternatives = [];
    private readonly List<RegexNode> _sequence = [];

    /// <summary>Flags that hold again after the group.</summary>
    public RegexFlags OuterFlags => outerFlags;

    /// <summary>The number of a capturing group; 0 for one that doesn't capture.</summary>
    public int Number => number;

    public void Add(RegexNode node) => _sequence.Add(node);

    /// <summary>Takes what a repetition applies to; null where there is nothing.</summary>
    public RegexNode? TakeLast()
    {
        if (_sequence.Count == 0)
        {
            return null;
        }

        RegexNode last = _sequence[^1];
        _sequence.RemoveAt(_sequence.Count - 1);
        return last;
    }

    public void BeginAlternative()
    {
        _alternatives.Add(Sequence());
        _sequence.Clear();
    }

    public RegexNode ToNode() => _alternatives.Count == 0 ? Sequence() : new RegexNode(RegexOp.Alternation, [.. _alternatives, Sequence()]);

    private RegexNode Sequence() => _sequence.Count switch
    {
        0 => new RegexNode(RegexOp.Empty),
        1 => _sequence[0],
        _ => new RegexNode(RegexOp.Concatenation, [.. _sequence]),
    };
}
