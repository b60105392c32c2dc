using System.Buffers;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>
/// The bytes of a document, checked and followed by zeros, which can't occur inside. A broken byte is reported only when the scanner
/// reaches it, because whatever else is wrong before it comes first in Go's messages.
/// </summary>
internal sealed class YamlInput
{
    /// <summary>Zeros behind the end, so that looking a few bytes ahead needs no test.</summary>
    private const int Padding = 8;

    /// <summary>Go's reader checks as many bytes at once; an error in such a block comes before any other error in it.</summary>
    private const int BlockSize = 512;

    private static readonly SearchValues<byte> PlainAscii = SearchValues.Create([(byte)'\t', (byte)'\n', (byte)'\r', .. Enumerable.Range(0x20, 0x5F).Select(static code => (byte)code)]);

    private YamlInput(byte[] bytes, string? problem)
    {
        Bytes = bytes;
        Problem = problem;
    }

    /// <summary>The document in UTF-8, without its byte order mark, up to the first broken block.</summary>
    public byte[] Bytes { get; }

    /// <summary>What is wrong with the bytes behind the end, if anything.</summary>
    public string? Problem { get; }

    public static YamlInput From(GoString text)
    {
        ReadOnlySpan<byte> bytes = text.Span;
        if (bytes is [0xFF, 0xFE, ..])
        {
            return FromUtf16(bytes[2..], bigEndian: false);
        }

        if (bytes is [0xFE, 0xFF, ..])
        {
            return FromUtf16(bytes[2..], bigEndian: true);
        }

        int mark = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        int valid = CheckedLength(bytes, mark, out string? problem);
        return Create(bytes[mark..valid], problem);
    }

    private static YamlInput Create(ReadOnlySpan<byte> valid, string? problem)
    {
        byte[] padded = new byte[valid.Length + Padding];
        valid.CopyTo(padded);
        return new YamlInput(padded, problem);
    }

    /// <summary>How many bytes come before the block that holds the first error.</summary>
    private static int CheckedLength(ReadOnlySpan<byte> bytes, int start, out string? problem)
    {
        int at = start;
        int block = 0;
        problem = null;
        while (at < bytes.Length)
        {
            int odd = bytes[at..].IndexOfAnyExcept(PlainAscii);
            if (odd < 0)
            {
                return bytes.Length;
            }

            at += odd;
            if (bytes[at] >= 0x80 && Rune.DecodeFromUtf8(bytes[at..], out Rune rune, out int width) == OperationStatus.Done && IsAllowed(rune.Value))
            {
                at += width;
                continue;
            }

            problem = Describe(bytes[at..]);
            while (NextBlock(bytes, block) <= at)
            {
                block = NextBlock(bytes, block);
            }

            return Math.Max(start, block);
        }

        return bytes.Length;
    }

    /// <summary>Where the block after the one at an offset begins: a character is never cut.</summary>
    private static int NextBlock(ReadOnlySpan<byte> bytes, int block)
    {
        int next = block + BlockSize;
        if (next >= bytes.Length)
        {
            return int.MaxValue;
        }

        int back = 0;
        while (back < 3 && (bytes[next - back] & 0xC0) == 0x80)
        {
            back++;
        }

        return next - back;
    }

    private static bool IsAllowed(int rune) =>
        rune is 0x85 or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or >= 0x10000;

    private static string Describe(ReadOnlySpan<byte> bytes)
    {
        int width = bytes[0] switch
        {
            < 0x80 => 1,
            >= 0xC0 and < 0xE0 => 2,
            >= 0xE0 and < 0xF0 => 3,
            >= 0xF0 and < 0xF8 => 4,
            _ => 0,
        };
        if (width == 0)
        {
            return "invalid leading UTF-8 octet";
        }

        if (width > bytes.Length)
        {
            return "incomplete UTF-8 octet sequence";
        }

        int value = width == 1 ? bytes[0] : bytes[0] & (0xFF >> (width + 1));
        foreach (byte octet in bytes[1..width])
        {
            if ((octet & 0xC0) != 0x80)
            {
                return "invalid trailing UTF-8 octet";
            }

            value = (value << 6) | (octet & 0x3F);
        }

        bool isTooLong = (width == 2 && value < 0x80) || (width == 3 && value < 0x800) || (width == 4 && value < 0x10000);
        return isTooLong ? "invalid length of a UTF-8 sequence"
            : Rune.IsValid(value) ? "control characters are not allowed"
            : "invalid Unicode character";
    }

    private static YamlInput FromUtf16(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        GoStringBuilder text = new(bytes.Length + 4);
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < 2)
            {
                return Create(text.Written, "incomplete UTF-16 character");
            }

            char unit = Unit(bytes, bigEndian);
            bytes = bytes[2..];
            int value = unit;
            if (char.IsLowSurrogate(unit))
            {
                return Create(text.Written, "unexpected low surrogate area");
            }

            if (char.IsHighSurrogate(unit))
            {
                if (bytes.Length < 2)
                {
                    return Create(text.Written, "incomplete UTF-16 surrogate pair");
                }

                char low = Unit(bytes, bigEndian);
                bytes = bytes[2..];
                if (!char.IsLowSurrogate(low))
                {
                    return Create(text.Written, "expected low surrogate area");
                }

                value = char.ConvertToUtf32(unit, low);
            }

            if (value is not ('\t' or '\n' or '\r' or (>= 0x20 and <= 0x7E)) && !IsAllowed(value))
            {
                return Create(text.Written, "control characters are not allowed");
            }

            text.Append(new Rune(value));
        }

        return Create(text.Written, problem: null);
    }

    private static char Unit(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        (char)(bigEndian ? (bytes[0] << 8) | bytes[1] : (bytes[1] << 8) | bytes[0]);
}
