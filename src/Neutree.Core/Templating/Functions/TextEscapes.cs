using System.Globalization;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Text made safe for HTML, JavaScript strings and URL queries, as Go's <c>text/template</c> escapes it.</summary>
internal static class TextEscapes
{
    public static GoString Html(GoString text)
    {
        GoStringBuilder output = new(text.Length + 16);
        foreach (byte letter in text.Span)
        {
            _ = letter switch
            {
                0 => output.Append("\uFFFD"u8),
                (byte)'"' => output.Append("&#34;"u8),
                (byte)'\'' => output.Append("&#39;"u8),
                (byte)'&' => output.Append("&amp;"u8),
                (byte)'<' => output.Append("&lt;"u8),
                (byte)'>' => output.Append("&gt;"u8),
                _ => output.Append(letter),
            };
        }

        return output.ToGoString();
    }

    public static GoString JavaScript(GoString text)
    {
        GoStringBuilder output = new(text.Length + 16);
        foreach (Rune rune in text.Runes)
        {
            _ = rune.Value switch
            {
                '\\' => output.Append("\\\\"u8),
                '\'' => output.Append("\\'"u8),
                '"' => output.Append("\\\""u8),
                '<' or '>' or '&' or '=' or < ' ' => AppendCode(output, rune),
                < 0x80 => output.Append((byte)rune.Value),
                _ => GoUnicode.IsPrint(rune) ? output.Append(rune) : AppendCode(output, rune),
            };
        }

        return output.ToGoString();
    }

    public static GoString UrlQuery(GoString text)
    {
        GoStringBuilder output = new(text.Length + 16);
        foreach (byte letter in text.Span)
        {
            if (char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
            {
                output.Append(letter);
            }
            else if (letter == (byte)' ')
            {
                output.Append((byte)'+');
            }
            else
            {
                output.Append((byte)'%').AppendText(letter.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return output.ToGoString();
    }

    private static GoStringBuilder AppendCode(GoStringBuilder output, Rune rune) =>
        output.Append("\\u"u8).AppendText(rune.Value.ToString("X4", CultureInfo.InvariantCulture));
}
