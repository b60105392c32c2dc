namespace Neutree.Core.Helm.Values.Schema.Patterns;

/// <summary>A bracketed class of RE2: <c>[^a-z[:digit:]\pL]</c>.</summary>
internal static class PatternClass
{
    public static CodePointSet Read(string pattern, ref int at, bool ignoreCase)
    {
        int start = at++;
        bool negated = at < pattern.Length && pattern[at] == '^';
        at += negated ? 1 : 0;
        CodePointSet set = new();
        for (bool first = true; at >= pattern.Length || pattern[at] != ']' || first; first = false)
        {
            if (at >= pattern.Length)
            {
                throw new PatternSyntaxException("missing closing ]", pattern[start..]);
            }

            if (TryReadPosix(pattern, ref at) is { } posix)
            {
                set.Add(posix);
            }
            else if (PatternEscape.TryReadClass(pattern, ref at, ignoreCase) is { } named)
            {
                set.Add(named);
            }
            else
            {
                AddRange(set, pattern, ref at, start);
            }
        }

        at++;
        set = ignoreCase ? set.Fold() : set;
        return negated ? set.Invert() : set;
    }

    private static void AddRange(CodePointSet set, string pattern, ref int at, int classStart)
    {
        int start = at;
        int low = Character(pattern, ref at, classStart);
        int high = low;
        if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
        {
            at++;
            high = Character(pattern, ref at, classStart);
            if (high < low)
            {
                throw new PatternSyntaxException("invalid character class range", pattern[start..at]);
            }
        }

        set.Add(low, high);
    }

    private static int Character(string pattern, ref int at, int classStart) =>
        at >= pattern.Length ? throw new PatternSyntaxException("missing closing ]", pattern[classStart..])
        : pattern[at] == '\\' ? PatternEscape.Read(pattern, ref at)
        : PatternEscape.NextRune(pattern, ref at);

    private static CodePointSet? TryReadPosix(string pattern, ref int at)
    {
        if (!pattern.AsSpan(at).StartsWith("[:"))
        {
            return null;
        }

        int end = pattern.IndexOf(":]", at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        string name = pattern[(at + 2)..end];
        bool negated = name.StartsWith('^');
        CodePointSet set = UnicodeClasses.Posix(negated ? name[1..] : name)
            ?? throw new PatternSyntaxException("invalid character class range", pattern[at..(end + 2)]);
        at = end + 2;
        return negated ? set.Invert() : set;
    }
}
