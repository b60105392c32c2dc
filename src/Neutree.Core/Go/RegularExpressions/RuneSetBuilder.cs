namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Collects runes for a <see cref="RuneSet"/>.</summary>
internal sealed class RuneSetBuilder
{
    private readonly List<(int First, int Last)> _ranges = [];

    public void Add(int first, int last) => _ranges.Add((first, last));

    public void Add(ReadOnlySpan<int> ranges)
    {
        for (int index = 0; index < ranges.Length; index += 2)
        {
            _ranges.Add((ranges[index], ranges[index + 1]));
        }
    }

    /// <summary>Adds runes and, where asked for, all that differ from them in case only.</summary>
    public void Add(int first, int last, bool foldCase)
    {
        _ranges.Add((first, last));
        if (!foldCase)
        {
            return;
        }

        for (int rune = Math.Max(first, CaseFolding.First); rune <= Math.Min(last, CaseFolding.Last); rune++)
        {
            foreach (int other in CaseFolding.Others(rune))
            {
                _ranges.Add((other, other));
            }
        }
    }

    /// <summary>Adds all runes that a set doesn't hold.</summary>
    public void AddNegated(RuneSet set)
    {
        int next = 0;
        ReadOnlySpan<int> ranges = set.Ranges;
        for (int index = 0; index < ranges.Length; index += 2)
        {
            if (ranges[index] > next)
            {
                _ranges.Add((next, ranges[index] - 1));
            }

            next = ranges[index + 1] + 1;
        }

        if (next <= RuneSet.LargestRune)
        {
            _ranges.Add((next, RuneSet.LargestRune));
        }
    }

    public RuneSet ToSet()
    {
        _ranges.Sort();
        List<int> merged = new(_ranges.Count * 2);
        foreach ((int first, int last) in _ranges)
        {
            if (merged.Count > 0 && first <= merged[^1] + 1)
            {
                merged[^1] = Math.Max(merged[^1], last);
            }
            else
            {
                merged.Add(first);
                merged.Add(last);
            }
        }

        return new RuneSet([.. merged]);
    }
}
