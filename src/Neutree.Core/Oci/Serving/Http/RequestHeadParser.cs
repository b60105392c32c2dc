using System.Buffers;
using System.Globalization;
using System.Text;

namespace Neutree.Core.Oci.Serving.Http;

/// <summary>
/// Reads a request's head by the strict reading of RFC 9112: what a proxy in front of us might understand differently (bare line
/// feeds, folded headers, blanks before a colon, two lengths) is refused, so that requests can't be smuggled.
/// </summary>
internal static class RequestHeadParser
{
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly HashSet<string> SingleHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Transfer-Encoding", "Authorization", "Content-Type", "Content-Range", "Range", "Expect",
    };

    /// <summary>Parses the head at the start of <paramref name="data"/>; false where more bytes are needed.</summary>
    /// <exception cref="BadRequestException">The bytes can't become a request, however many follow.</exception>
    public static bool TryParse(ReadOnlySpan<byte> data, HttpLimits limits, out RequestHead? head, out int consumed)
    {
        head = null;
        // RFC 9112, 2.2: one empty line before a request is ignored; clients send it after a body.
        int start = data.StartsWith("\r\n"u8) ? 2 : 0;
        consumed = 0;
        ReadOnlySpan<byte> rest = data[start..];
        if (rest.Length == 0 || (start == 0 && data is [(byte)'\r']))
        {
            return false;
        }

        int lineEnd = FindLineEnd(rest);
        RejectEarly(rest, lineEnd, limits);
        int end = rest.IndexOf("\r\n\r\n"u8);
        if ((end < 0 ? rest.Length : end) > limits.HeadSize)
        {
            throw new BadRequestException(431, "the request's headers are too large");
        }

        if (end < 0)
        {
            RejectBareLineFeeds(rest);
            return false;
        }

        RejectBareLineFeeds(rest[..(end + 4)]);
        ReadOnlySpan<byte> headers = lineEnd == end ? [] : rest[(lineEnd + 2)..(end + 2)];
        head = Build(rest[..lineEnd], ReadHeaders(headers, limits));
        consumed = start + end + 4;
        return true;
    }

    private static int FindLineEnd(ReadOnlySpan<byte> data) => data.IndexOf("\r\n"u8);

    private static void RejectEarly(ReadOnlySpan<byte> data, int lineEnd, HttpLimits limits)
    {
        // A TLS hello or other noise is answered at once instead of when the header timeout strikes.
        if (!char.IsAsciiLetterUpper((char)data[0]))
        {
            throw new BadRequestException(400, "this is not an HTTP request");
        }

        if ((lineEnd < 0 ? data.Length : lineEnd) > limits.RequestLineSize)
        {
            throw new BadRequestException(414, "the request line is too long");
        }
    }

    private static void RejectBareLineFeeds(ReadOnlySpan<byte> data)
    {
        for (int at = data.IndexOf((byte)'\n'), from = 0; at >= 0; at = data[from..].IndexOf((byte)'\n'))
        {
            int position = from + at;
            if (position == 0 || data[position - 1] != '\r')
            {
                throw new BadRequestException(400, "a line ends without carriage return");
            }

            from = position + 1;
        }
    }

    private static Dictionary<string, string> ReadHeaders(ReadOnlySpan<byte> lines, HttpLimits limits)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        int count = 0;
        while (lines.Length > 0)
        {
            int end = lines.IndexOf("\r\n"u8);
            ReadOnlySpan<byte> line = lines[..end];
            lines = lines[(end + 2)..];
            if (++count > limits.HeaderCount)
            {
                throw new BadRequestException(431, "the request has too many headers");
            }

            int colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
            {
                throw new BadRequestException(400, "a header line is malformed");
            }

            ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
            foreach (byte b in value)
            {
                if ((b < 0x20 && b != '\t') || b == 0x7f)
                {
                    throw new BadRequestException(400, "a header has a control character");
                }
            }

            string name = Encoding.ASCII.GetString(line[..colon]);
            string text = Encoding.Latin1.GetString(value);
            if (!headers.TryAdd(name, text))
            {
                headers[name] = SingleHeaders.Contains(name)
                    ? throw new BadRequestException(400, $"header {name} is repeated")
                    : headers[name] + ", " + text;
            }
        }

        return headers;
    }

    private static RequestHead Build(ReadOnlySpan<byte> line, Dictionary<string, string> headers)
    {
        foreach (byte b in line)
        {
            if (b is < 0x20 or > 0x7e)
            {
                throw new BadRequestException(400, "the request line has a byte outside ASCII");
            }
        }

        string[] parts = Encoding.ASCII.GetString(line).Split(' ');
        if (parts.Length != 3 || parts[0].AsSpan().ContainsAnyExceptInRange('A', 'Z'))
        {
            throw new BadRequestException(400, "the request line is malformed");
        }

        bool isVersion11 = parts[2] switch
        {
            "HTTP/1.1" => true,
            "HTTP/1.0" => false,
            _ when parts[2].StartsWith("HTTP/", StringComparison.Ordinal) => throw new BadRequestException(505, "only version 1.1 is spoken here"),
            _ => throw new BadRequestException(400, "the request line is malformed"),
        };
        if (isVersion11 && !headers.ContainsKey("Host"))
        {
            throw new BadRequestException(400, "the Host header is missing");
        }

        (long? length, bool isChunked) = ReadFraming(headers, isVersion11);
        (string path, IReadOnlyList<KeyValuePair<string, string>> query) = RequestTarget.Parse(parts[1]);
        return new RequestHead
        {
            Method = parts[0],
            Path = path,
            Query = query,
            Headers = headers,
            ContentLength = length,
            IsChunked = isChunked,
            KeepAlive = WantsKeepAlive(headers.GetValueOrDefault("Connection"), isVersion11),
            ExpectsContinue = ReadExpectation(headers.GetValueOrDefault("Expect"), isVersion11),
        };
    }

    private static (long? Length, bool IsChunked) ReadFraming(Dictionary<string, string> headers, bool isVersion11)
    {
        bool hasLength = headers.TryGetValue("Content-Length", out string? lengthText);
        if (headers.TryGetValue("Transfer-Encoding", out string? encoding))
        {
            if (hasLength || !isVersion11)
            {
                throw new BadRequestException(400, "Transfer-Encoding can't be combined with Content-Length or HTTP/1.0");
            }

            return string.Equals(encoding, "chunked", StringComparison.OrdinalIgnoreCase)
                ? (null, true)
                : throw new BadRequestException(501, "the only transfer encoding taken is chunked");
        }

        if (!hasLength)
        {
            return (null, false);
        }

        return !lengthText.AsSpan().ContainsAnyExceptInRange('0', '9')
            && long.TryParse(lengthText, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? (length, false)
            : throw new BadRequestException(400, "Content-Length is not a number");
    }

    private static bool WantsKeepAlive(string? connection, bool isVersion11)
    {
        string[] options = connection?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return isVersion11
            ? !options.Contains("close", StringComparer.OrdinalIgnoreCase)
            : options.Contains("keep-alive", StringComparer.OrdinalIgnoreCase);
    }

    private static bool ReadExpectation(string? expect, bool isVersion11) => expect switch
    {
        null => false,
        _ when !isVersion11 => false,
        _ when string.Equals(expect, "100-continue", StringComparison.OrdinalIgnoreCase) => true,
        _ => throw new BadRequestException(417, "the expectation is unknown"),
    };
}
