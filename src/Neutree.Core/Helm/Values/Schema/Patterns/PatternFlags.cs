using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Patterns;

/// <summary>The flags of RE2 that change what matches; <c>U</c> (laziness) doesn't.</summary>
internal record struct PatternFlags(bool IgnoreCase, bool Multiline, bool DotMatchesNewline)
{
    /// <summary>Moves behind <c>(?P&lt;name&gt;</c> or <c>(?&lt;name&gt;</c>.</summary>
    public static bool TryReadName(string pattern, ref int at)
    {
        ReadOnlySpan<char> rest = pattern.AsSpan(at);
        int begin = rest.StartsWith("(?P<") ? 4 : rest.StartsWith("(?<") ? 3 : 0;
        if (begin == 0)
        {
            return false;
        }

        int end = rest.IndexOf('>');
        if (end < 0)
        {
            throw new PatternSyntaxException("invalid named capture", rest.ToString());
        }

        ReadOnlySpan<char> name = rest[begin..end];
        bool isWord = name.Length > 0;
        foreach (char c in name)
        {
            isWord &= c == '_' || char.IsAsciiLetterOrDigit(c);
        }

        if (!isWord)
        {
            throw new PatternSyntaxException("invalid named capture", rest[..(end + 1)].ToString());
        }

        at += end + 1;
        return true;
    }

    /// <summary>Moves behind <c>(?i-s)</c> or <c>(?i:</c>.</summary>
    /// <returns>Whether the flags hold for the rest of the enclosing group.</returns>
    public static bool Read(string pattern, ref int at, ref PatternFlags flags)
    {
        int start = at;
        bool set = true;
        bool any = false;
        for (at += 2; at < pattern.Length; at++)
        {
            char flag = pattern[at];
            switch (flag)
            {
                case 'i':
                    flags.IgnoreCase = set;
                    any = true;
                    break;
                case 'm':
                    flags.Multiline = set;
                    any = true;
                    break;
                case 's':
                    flags.DotMatchesNewline = set;
                    any = true;
                    break;
                case 'U':
                    any = true;
                    break;
                case '-' when set:
                    set = false;
                    any = false;
                    break;
                case ':' or ')' when set || any:
                    at++;
                    return flag == ')';
                default:
                    Rune.DecodeFromUtf16(pattern.AsSpan(at), out _, out int length);
                    throw new PatternSyntaxException("invalid or unsupported Perl syntax", pattern[start..(at + length)]);
            }
        }

        throw new PatternSyntaxException("invalid or unsupported Perl syntax", pattern[start..]);
    }
}
