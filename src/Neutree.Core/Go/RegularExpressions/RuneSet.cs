namespace Neutree.Core.Go.RegularExpressions;

/// <summary>An immutable set of runes: a bitmap for ASCII, sorted ranges for all.</summary>
internal sealed class RuneSet
{
    public const int LargestRune = 0x10FFFF;

    private readonly int[] _ranges;
    private readonly ulong _low;
    private readonly ulong _high;

    /// <param name="ranges">Pairs of first and last rune, sorted, apart from each other.</param>
    public RuneSet(int[] ranges)
    {
        _ranges = ranges;
        for (int index = 0; index < ranges.Length && ranges[index] < 128; index += 2)
        {
            for (int rune = ranges[index]; rune <= Math.Min(ranges[index + 1], 127); rune++)
            {
                _low |= rune < 64 ? 1ul << rune : 0;
                _high |= rune >= 64 ? 1ul << (rune - 64) : 0;
            }
        }
    }

    public static RuneSet Any { get; } = new([0, LargestRune]);

    public static RuneSet AnyButNewline { get; } = new([0, '\n' - 1, '\n' + 1, LargestRune]);

    public ReadOnlySpan<int> Ranges => _ranges;

    /// <summary>Whether the set holds a rune beyond ASCII.</summary>
    public bool HasNonAscii => _ranges.Length > 0 && _ranges[^1] >= 128;

    public bool Contains(int rune)
    {
        if (rune < 128)
        {
            return ((rune < 64 ? _low >> rune : _high >> (rune - 64)) & 1) != 0;
        }

        int first = 0;
        int last = (_ranges.Length / 2) - 1;
        while (first <= last)
        {
            int middle = (first + last) / 2;
            if (rune < _ranges[2 * middle])
            {
                last = middle - 1;
            }
            else if (rune > _ranges[(2 * middle) + 1])
            {
                first = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}
