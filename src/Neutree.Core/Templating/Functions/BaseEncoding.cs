using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>
/// Base64 and base32 as Go's <c>StdEncoding</c> reads them: line ends are skipped, padding is required, and an error names the byte. The
/// framework's decoders accept other texts and name no byte.
/// </summary>
internal static class BaseEncoding
{
    private const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static GoString EncodeBase64(GoString text) => Convert.ToBase64String(text.Span);

    /// <exception cref="GoException">The text is no base64.</exception>
    public static GoString DecodeBase64(GoString text)
    {
        ReadOnlySpan<byte> source = text.Span;
        GoStringBuilder decoded = new((source.Length / 4 * 3) + 3);
        Span<byte> group = stackalloc byte[4];
        int at = 0;
        while (true)
        {
            int count = 0;
            while (count < 4)
            {
                if (at == source.Length)
                {
                    return count == 0 ? decoded.ToGoString() : throw Illegal(64, at - count);
                }

                byte value = source[at++];
                int digit = Base64Digit(value);
                if (digit >= 0)
                {
                    group[count++] = (byte)digit;
                }
                else if (value == '=')
                {
                    CheckPadding(source, at, count);
                    Append(decoded, group, count);
                    return decoded.ToGoString();
                }
                else if (value is not ((byte)'\n' or (byte)'\r'))
                {
                    throw Illegal(64, at - 1);
                }
            }

            Append(decoded, group, count);
        }
    }

    public static GoString EncodeBase32(GoString text)
    {
        ReadOnlySpan<byte> source = text.Span;
        GoStringBuilder encoded = new((source.Length + 4) / 5 * 8);
        while (!source.IsEmpty)
        {
            int length = Math.Min(5, source.Length);
            ulong bits = 0;
            for (int index = 0; index < 5; index++)
            {
                bits = (bits << 8) | (index < length ? source[index] : 0u);
            }

            int digits = ((length * 8) + 4) / 5;
            for (int index = 0; index < 8; index++)
            {
                encoded.Append(index < digits ? (byte)Base32Alphabet[(int)(bits >> (35 - (index * 5))) & 31] : (byte)'=');
            }

            source = source[length..];
        }

        return encoded.ToGoString();
    }

    /// <exception cref="GoException">The text is no base32.</exception>
    public static GoString DecodeBase32(GoString text)
    {
        byte[] source = [.. text.Span.ToArray().Where(static value => value is not ((byte)'\n' or (byte)'\r'))];
        GoStringBuilder decoded = new((source.Length / 8 * 5) + 5);
        Span<byte> group = stackalloc byte[8];
        int at = 0;
        while (at < source.Length)
        {
            group.Clear();
            int count = 0;
            bool ends = false;
            while (count < 8 && !ends)
            {
                if (at == source.Length)
                {
                    throw Illegal(32, source.Length - count);
                }

                byte value = source[at++];
                int left = source.Length - at;
                if (value == '=' && count >= 2 && left < 8)
                {
                    CheckBase32Padding(source, at, count);
                    ends = true;
                    break;
                }

                int digit = Base32Alphabet.IndexOf((char)value, StringComparison.Ordinal);
                group[count++] = digit >= 0 ? (byte)digit : throw Illegal(32, at - 1);
            }

            ulong bits = 0;
            foreach (byte digit in group)
            {
                bits = (bits << 5) | digit;
            }

            for (int index = 0; index < count * 5 / 8; index++)
            {
                decoded.Append((byte)(bits >> (32 - (index * 8))));
            }

            if (ends)
            {
                break;
            }
        }

        return decoded.ToGoString();
    }

    private static void CheckPadding(ReadOnlySpan<byte> source, int at, int count)
    {
        if (count < 2)
        {
            throw Illegal(64, at - 1);
        }

        if (count == 2)
        {
            at = SkipLineEnds(source, at);
            if (at == source.Length)
            {
                throw Illegal(64, source.Length);
            }

            if (source[at] != '=')
            {
                throw Illegal(64, at - 1);
            }

            at++;
        }

        at = SkipLineEnds(source, at);
        if (at < source.Length)
        {
            throw Illegal(64, at);
        }
    }

    private static void CheckBase32Padding(byte[] source, int at, int count)
    {
        int left = source.Length - at;
        if (left + count < 7)
        {
            throw Illegal(32, source.Length);
        }

        for (int index = 0; index < 7 - count; index++)
        {
            if (left > index && source[at + index] != '=')
            {
                throw Illegal(32, at + index - 1);
            }
        }

        if (count is 1 or 3 or 6)
        {
            throw Illegal(32, at - 1);
        }
    }

    private static int SkipLineEnds(ReadOnlySpan<byte> source, int at)
    {
        while (at < source.Length && (source[at] is (byte)'\n' or (byte)'\r'))
        {
            at++;
        }

        return at;
    }

    private static void Append(GoStringBuilder decoded, ReadOnlySpan<byte> group, int count)
    {
        int bits = 0;
        for (int index = 0; index < 4; index++)
        {
            bits = (bits << 6) | (index < count ? group[index] : 0);
        }

        for (int index = 0; index < count - 1; index++)
        {
            decoded.Append((byte)(bits >> (16 - (index * 8))));
        }
    }

    private static int Base64Digit(byte value) => value switch
    {
        >= (byte)'A' and <= (byte)'Z' => value - 'A',
        >= (byte)'a' and <= (byte)'z' => value - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => value - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };

    private static GoException Illegal(int radix, int at) => new($"illegal base{radix} data at input byte {at}");
}
