using System.Globalization;
using System.Text;

namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Replaces <c>$1</c>, <c>${1}</c> and <c>$name</c> by what a match captured (Go <c>Regexp.Expand</c>).</summary>
internal sealed class RegexTemplate(GoString template, IReadOnlyList<string?> groupNames)
{
    /// <summary>Writes the template for a match.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="text">The text that was matched.</param>
    /// <param name="match">Where each group begins and ends.</param>
    public void Append(GoStringBuilder output, ReadOnlySpan<byte> text, ReadOnlySpan<int> match)
    {
        ReadOnlySpan<byte> rest = template.Span;
        while (true)
        {
            int dollar = rest.IndexOf((byte)'$');
            output.Append(dollar < 0 ? rest : rest[..dollar]);
            if (dollar < 0)
            {
                return;
            }

            rest = rest[dollar..];
            if (rest is [_, (byte)'$', ..])
            {
                output.Append((byte)'$');
                rest = rest[2..];
            }
            else if (TryReadName(rest, out ReadOnlySpan<byte> name, out int length))
            {
                AppendGroup(output, text, match, name);
                rest = rest[length..];
            }
            else
            {
                // What is no reference stays as it is.
                output.Append((byte)'$');
                rest = rest[1..];
            }
        }
    }

    private static bool TryReadName(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name, out int length)
    {
        bool isBraced = text is [_, (byte)'{', ..];
        int start = isBraced ? 2 : 1;
        int end = start;
        GoRunes runes = new(text[start..]);
        while (runes.MoveNext() && (runes.Current.Value == '_' || IsLetterOrDigit(runes.Current)))
        {
            end += runes.Width;
        }

        name = text[start..end];
        length = isBraced ? end + 1 : end;
        return !name.IsEmpty && (!isBraced || (end < text.Length && text[end] == '}'));
    }

    private static bool IsLetterOrDigit(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber;

    private void AppendGroup(GoStringBuilder output, ReadOnlySpan<byte> text, ReadOnlySpan<int> match, ReadOnlySpan<byte> name)
    {
        bool isNumber = name.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && (name.Length == 1 || name[0] != '0') && name.Length <= 8;
        if (isNumber)
        {
            AppendCapture(output, text, match, int.Parse(name, CultureInfo.InvariantCulture));
            return;
        }

        string wanted = Encoding.UTF8.GetString(name);
        for (int group = 0; group < groupNames.Count; group++)
        {
            if (groupNames[group] == wanted && match[2 * group] >= 0)
            {
                AppendCapture(output, text, match, group);
                return;
            }
        }
    }

    private static void AppendCapture(GoStringBuilder output, ReadOnlySpan<byte> text, ReadOnlySpan<int> match, int group)
    {
        if (2 * group < match.Length && match[2 * group] >= 0)
        {
            output.Append(text[match[2 * group]..match[(2 * group) + 1]]);
        }
    }
}
