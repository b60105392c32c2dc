using System.Globalization;
using System.Text;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>JSON pointers (RFC 6901), as text.</summary>
internal static class JsonPointer
{
    public static string Escape(string token) =>
        token.AsSpan().IndexOfAny('~', '/') < 0
            ? token
            : token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The pointer one level further down.</summary>
    public static string Append(string pointer, string token) => $"{pointer}/{Escape(token)}";

    public static string Append(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    /// <summary>Percent-encodes each token, as pointers stand in a URL's fragment.</summary>
    public static string ToFragment(string pointer) => string.Join('/', pointer.Split('/').Select(GoUrl.EscapeSegment));

    /// <summary>The value a pointer leads to.</summary>
    /// <param name="document">Where the pointer starts.</param>
    /// <param name="pointer">Empty, or tokens that each follow a slash.</param>
    /// <param name="location">The full URL, for the message.</param>
    /// <exception cref="SchemaException">The pointer is malformed or leads nowhere.</exception>
    public static JsonValue Resolve(JsonValue document, string pointer, string location)
    {
        JsonValue value = document;
        foreach (string escaped in pointer.Split('/').Skip(1))
        {
            string token = Unescape(escaped) ?? throw SchemaException.Invalid($"invalid json-pointer {GoText.Quote(location)}");
            value = Step(value, token) ?? throw SchemaException.Invalid($"json-pointer in {GoText.Quote(location)} not found");
        }

        return value;
    }

    private static JsonValue? Step(JsonValue value, string token) => value.Type switch
    {
        JsonTypes.Object => value.Member(token),
        JsonTypes.Array when int.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index)
            && index >= 0 && index < value.Items.Length => value.Items[index],
        _ => null,
    };

    private static string? Unescape(string token)
    {
        if (!token.Contains('~', StringComparison.Ordinal))
        {
            return token;
        }

        StringBuilder plain = new(token.Length);
        for (int at = 0; at < token.Length; at++)
        {
            if (token[at] != '~')
            {
                plain.Append(token[at]);
                continue;
            }

            at++;
            if (at == token.Length || token[at] is not ('0' or '1'))
            {
                return null;
            }

            plain.Append(token[at] == '0' ? '~' : '/');
        }

        return plain.ToString();
    }
}
