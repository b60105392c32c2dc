using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Percent encoding by the part of the URL, as Go's <c>net/url</c> does it. Texts hold one character for each byte.</summary>
internal static class UrlEscaping
{
    /// <summary>Decodes <c>%XX</c>.</summary>
    /// <exception cref="GoException">A percent sign isn't followed by two hexadecimal digits, or a character isn't allowed in a host.</exception>
    public static string Unescape(string text, UrlPart part)
    {
        StringBuilder decoded = new(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            char character = text[at];
            if (character != '%')
            {
                if (part is UrlPart.Host or UrlPart.Zone && character < 0x80 && MustEscape(character, part))
                {
                    throw new GoException($"invalid character {Quote(text[at..(at + 1)])} in host name");
                }

                decoded.Append(character);
                continue;
            }

            string escape = text.Substring(at, Math.Min(3, text.Length - at));
            if (escape.Length < 3 || !char.IsAsciiHexDigit(escape[1]) || !char.IsAsciiHexDigit(escape[2]))
            {
                throw InvalidEscape(escape);
            }

            char value = (char)Convert.ToByte(escape[1..], 16);
            bool isRefused = part switch
            {
                // In a host only bytes beyond ASCII may be escaped, and the sign that begins a zone.
                UrlPart.Host => value < 0x80 && escape != "%25",
                UrlPart.Zone => escape != "%25" && value != ' ' && MustEscape(value, UrlPart.Host),
                _ => false,
            };
            decoded.Append(isRefused ? throw InvalidEscape(escape) : value);
            at += 2;
        }

        return decoded.ToString();
    }

    public static string Escape(string text, UrlPart part)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char character in text)
        {
            if (MustEscape(character, part))
            {
                escaped.Append('%').Append(((int)character).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }

    /// <summary>Whether an escaped text may stand as it is.</summary>
    public static bool IsValid(string text, UrlPart part) =>
        text.All(character => "!$&'()*+,;=:@[]%".Contains(character, StringComparison.Ordinal) || !MustEscape(character, part));

    private static bool MustEscape(char character, UrlPart part)
    {
        if (char.IsAsciiLetterOrDigit(character) || "-_.~".Contains(character, StringComparison.Ordinal))
        {
            return false;
        }

        return part switch
        {
            UrlPart.Host or UrlPart.Zone => !"!$&'()*+,;=:[]<>\"".Contains(character, StringComparison.Ordinal),
            UrlPart.Path => !"$&+,/:;=@".Contains(character, StringComparison.Ordinal),
            UrlPart.UserInfo => !"$&+,;=".Contains(character, StringComparison.Ordinal),
            _ => !"$&+,/:;=?@!()*".Contains(character, StringComparison.Ordinal),
        };
    }

    private static GoException InvalidEscape(string escape) => new($"invalid URL escape {Quote(escape)}");

    private static GoString Quote(string text) => GoQuote.Quote(GoString.Adopt(Encoding.Latin1.GetBytes(text)));
}
