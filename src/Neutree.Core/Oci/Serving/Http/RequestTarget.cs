using System.Text;

namespace Neutree.Core.Oci.Serving.Http;

/// <summary>
/// Splits and decodes a request target. Anything that two readers could understand differently is refused instead of normalised:
/// dot segments, empty segments, encoded slashes, backslashes, control characters, bytes that are no UTF-8.
/// </summary>
internal static class RequestTarget
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="BadRequestException">The target isn't one this server takes.</exception>
    public static (string Path, IReadOnlyList<KeyValuePair<string, string>> Query) Parse(ReadOnlySpan<char> target)
    {
        if (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            ReadOnlySpan<char> rest = target[(target.IndexOf("://") + 3)..];
            int slash = rest.IndexOf('/');
            target = slash < 0 ? "/" : rest[slash..];
        }

        if (target.Length == 0 || target[0] != '/')
        {
            throw Refuse("the request target is not a path");
        }

        if (target.Contains('#'))
        {
            throw Refuse("the request target has a fragment");
        }

        int question = target.IndexOf('?');
        ReadOnlySpan<char> path = question < 0 ? target : target[..question];
        return (DecodePath(path), question < 0 ? [] : DecodeQuery(target[(question + 1)..]));
    }

    private static string DecodePath(ReadOnlySpan<char> path)
    {
        string[] segments = path[1..].ToString().Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            string segment = Decode(segments[i]);
            bool isLast = i == segments.Length - 1;
            if (segment is "." or ".." || (segment.Length == 0 && !isLast))
            {
                throw Refuse("the path has an empty or dot segment");
            }

            if (segment.AsSpan().ContainsAny('/', '\\'))
            {
                throw Refuse("the path has an encoded slash or a backslash");
            }

            segments[i] = segment;
        }

        return "/" + string.Join('/', segments);
    }

    private static List<KeyValuePair<string, string>> DecodeQuery(ReadOnlySpan<char> query)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> pair = query[range];
            if (pair.Length == 0)
            {
                continue;
            }

            int equals = pair.IndexOf('=');
            string name = Decode((equals < 0 ? pair : pair[..equals]).ToString());
            pairs.Add(new(name, equals < 0 ? "" : Decode(pair[(equals + 1)..].ToString())));
        }

        return pairs;
    }

    private static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        byte[] bytes = new byte[text.Length];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes[count++] = (byte)text[i];
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                throw Refuse("the request target has a broken percent escape");
            }

            bytes[count++] = Convert.ToByte(text.Substring(i + 1, 2), 16);
            i += 2;
        }

        string decoded;
        try
        {
            decoded = Strict.GetString(bytes, 0, count);
        }
        catch (DecoderFallbackException)
        {
            throw Refuse("the request target is not UTF-8");
        }

        // A second decoding by someone behind us must find nothing left to decode.
        return decoded.AsSpan().ContainsAnyInRange('\0', '\u001f') || decoded.AsSpan().ContainsAny('%', '\u007f')
            ? throw Refuse("the request target has an encoded control character or percent sign")
            : decoded;
    }

    private static BadRequestException Refuse(string reason) => new(400, reason);
}
