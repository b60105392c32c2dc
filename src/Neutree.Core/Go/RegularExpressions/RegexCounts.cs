namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Reads the counts of a repetition: <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>.</summary>
internal static class RegexCounts
{
    /// <summary>How often anything may be repeated.</summary>
    public const int Largest = 1000;

    /// <param name="pattern">The expression.</param>
    /// <param name="position">At the brace; where there are counts, then behind them.</param>
    /// <param name="minimum">At most one more than <see cref="Largest"/>.</param>
    /// <param name="maximum">Likewise; -1 for no limit.</param>
    /// <returns>Whether these are counts; any other brace stands for itself.</returns>
    public static bool TryRead(ReadOnlySpan<byte> pattern, ref int position, out int minimum, out int maximum)
    {
        int end = position + 1;
        bool isRepetition = TryReadCount(pattern, ref end, out minimum);
        maximum = minimum;
        if (isRepetition && end < pattern.Length && pattern[end] == ',')
        {
            end++;
            maximum = -1;
            isRepetition = (end < pattern.Length && pattern[end] == '}') || TryReadCount(pattern, ref end, out maximum);
        }

        if (!isRepetition || end >= pattern.Length || pattern[end] != '}')
        {
            return false;
        }

        position = end + 1;
        return true;
    }

    private static bool TryReadCount(ReadOnlySpan<byte> pattern, ref int position, out int count)
    {
        count = 0;
        int start = position;
        while (position < pattern.Length && pattern[position] is >= (byte)'0' and <= (byte)'9')
        {
            count = Math.Min((count * 10) + pattern[position++] - '0', Largest + 1);
        }

        return position > start && (position == start + 1 || pattern[start] != '0');
    }
}
