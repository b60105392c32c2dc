namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Reads <c>(?flags)</c> and the head of <c>(?flags:…)</c>.</summary>
internal static class RegexFlagReader
{
    /// <param name="pattern">The expression.</param>
    /// <param name="position">At the parenthesis; then behind what was read.</param>
    /// <param name="flags">The flags up to here.</param>
    /// <param name="opensGroup">Whether they hold for a group that begins, else for what follows.</param>
    /// <returns>The flags from here on.</returns>
    /// <exception cref="GoException">There is something else behind the question mark.</exception>
    public static RegexFlags Read(ReadOnlySpan<byte> pattern, ref int position, RegexFlags flags, out bool opensGroup)
    {
        int start = position;
        position += 2;
        RegexFlags added = RegexFlags.None;
        RegexFlags removed = RegexFlags.None;
        bool isRemoving = false;
        bool sawFlag = false;
        while (position < pattern.Length)
        {
            int c = RegexErrors.ReadRune(pattern, ref position);
            RegexFlags flag = c switch
            {
                'i' => RegexFlags.FoldCase,
                'm' => RegexFlags.MultiLine,
                's' => RegexFlags.DotMatchesNewline,
                'U' => RegexFlags.Ungreedy,
                _ => RegexFlags.None,
            };
            if (flag != RegexFlags.None)
            {
                sawFlag = true;
                added |= isRemoving ? RegexFlags.None : flag;
                removed |= isRemoving ? flag : RegexFlags.None;
            }
            else if (c == '-' && !isRemoving)
            {
                isRemoving = true;
                sawFlag = false;
            }
            else if (c is ':' or ')' && (!isRemoving || sawFlag))
            {
                opensGroup = c == ':';
                return (flags | added) & ~removed;
            }
            else
            {
                break;
            }
        }

        throw RegexErrors.Create("invalid or unsupported Perl syntax", pattern[start..position]);
    }
}
