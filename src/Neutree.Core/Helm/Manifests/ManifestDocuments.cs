using Neutree.Core.Go;

namespace Neutree.Core.Helm.Manifests;

/// <summary>
/// Divides a rendered file into documents as Helm does: at <c>---</c> where a line begins, blank lines before it and all blanks after it
/// dropped (the expression <c>(?:^|\s*\n)---\s*</c>). It isn't YAML's rule: <c>---</c> inside a block text divides too.
/// </summary>
internal static class ManifestDocuments
{
    private static readonly byte[] Separator = "---"u8.ToArray();

    /// <summary>The documents that hold something, trimmed.</summary>
    public static IEnumerable<GoString> Split(GoString text)
    {
        GoString trimmed = Trim(text.Span);
        int start = 0;
        int from = 0;
        while (true)
        {
            (int begin, int end) = NextSeparator(trimmed.Span, start, from);
            GoString document = Trim(trimmed.Span[start..(begin < 0 ? trimmed.Length : begin)]);
            if (!document.IsEmpty || (begin < 0 ? trimmed.Length : begin) > start)
            {
                yield return document;
            }

            if (begin < 0)
            {
                yield break;
            }

            start = from = end;
        }
    }

    /// <summary>White space as Go's <c>unicode.IsSpace</c> has it, off both ends.</summary>
    public static GoString Trim(ReadOnlySpan<byte> text) => GoString.FromBytes(TrimSpan(text));

    private static ReadOnlySpan<byte> TrimSpan(ReadOnlySpan<byte> text)
    {
        int start = 0;
        GoRunes runes = new(text);
        while (runes.MoveNext() && GoUnicode.IsSpace(runes.Current))
        {
            start = runes.Index + runes.Width;
        }

        int end = start;
        runes = new GoRunes(text[start..]);
        while (runes.MoveNext())
        {
            if (!GoUnicode.IsSpace(runes.Current))
            {
                end = start + runes.Index + runes.Width;
            }
        }

        return text[start..end];
    }

    /// <summary>Where the next separator, with the blanks around it, begins and ends; -1 where there is none.</summary>
    private static (int Begin, int End) NextSeparator(ReadOnlySpan<byte> text, int start, int from)
    {
        while (true)
        {
            int found = text[from..].IndexOf(Separator);
            if (found < 0)
            {
                return (-1, -1);
            }

            int at = from + found;
            if (at == 0 || text[at - 1] == '\n')
            {
                int begin = at;
                while (begin > start && IsPatternSpace(text[begin - 1]))
                {
                    begin--;
                }

                // Behind a separator the blanks are already taken, so another one there has no line end of its own.
                if (at == 0 || begin < at)
                {
                    int end = at + Separator.Length;
                    while (end < text.Length && IsPatternSpace(text[end]))
                    {
                        end++;
                    }

                    return (begin, end);
                }
            }

            from = at + 1;
        }
    }

    private static bool IsPatternSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r';
}
