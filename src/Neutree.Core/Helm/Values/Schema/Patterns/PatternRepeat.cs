using System.Globalization;

namespace Neutree.Core.Helm.Values.Schema.Patterns;

/// <summary>A counted repetition: <c>{2}</c>, <c>{2,}</c>, <c>{2,5}</c>.</summary>
/// <param name="Minimum">At least so often.</param>
/// <param name="Maximum">At most so often; -1 where there is no limit.</param>
/// <param name="End">The position behind the brace.</param>
internal readonly record struct PatternRepeat(int Minimum, int Maximum, int End)
{
    /// <summary>Null where the brace begins no repetition: it then stands for itself.</summary>
    public static PatternRepeat? TryRead(string pattern, int start)
    {
        int at = start + 1;
        if (Number(pattern, ref at) is not { } minimum || at >= pattern.Length)
        {
            return null;
        }

        int maximum = minimum;
        if (pattern[at] == ',')
        {
            at++;
            if (at >= pattern.Length)
            {
                return null;
            }

            if (pattern[at] == '}')
            {
                maximum = -1;
            }
            else if (Number(pattern, ref at) is { } written)
            {
                maximum = written;
            }
            else
            {
                return null;
            }
        }

        return at < pattern.Length && pattern[at] == '}' ? new PatternRepeat(minimum, maximum, at + 1) : null;
    }

    private static int? Number(string pattern, ref int at)
    {
        int start = at;
        while (at < pattern.Length && char.IsAsciiDigit(pattern[at]))
        {
            at++;
        }

        ReadOnlySpan<char> digits = pattern.AsSpan(start, at - start);
        if (digits.Length == 0 || (digits.Length > 1 && digits[0] == '0'))
        {
            return null;
        }

        return digits.Length > 8 ? int.MaxValue : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
