using System.Globalization;

namespace Neutree.Core.Oci.Serving;

/// <summary>A part of a blob, both ends included (RFC 9110, 14.1.2).</summary>
internal readonly record struct ByteRange(long First, long Last)
{
    public long Length => Last - First + 1;

    /// <summary>Reads a <c>Range</c> header: null where there is none that must be honoured (another unit, several ranges, nonsense).</summary>
    /// <exception cref="RegistryFault">The range begins behind the content: 416.</exception>
    public static ByteRange? Parse(string? header, long size)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) || header["bytes=".Length..].Split('-') is not [var from, var to])
        {
            return null;
        }

        bool hasFirst = TryRead(from, out long first);
        bool hasLast = TryRead(to, out long last);
        if ((from.Length > 0 && !hasFirst) || (to.Length > 0 && !hasLast) || (!hasFirst && !hasLast) || (hasFirst && hasLast && last < first))
        {
            return null;
        }

        if (!hasFirst)
        {
            (first, last) = (Math.Max(0, size - last), last == 0 ? -1 : size - 1);
        }
        else
        {
            last = hasLast ? Math.Min(last, size - 1) : size - 1;
        }

        return first > last
            ? throw new RegistryFault(416, "RANGE_INVALID", "the range lies outside the blob").With("Content-Range", $"bytes */{size}")
            : new ByteRange(first, last);
    }

    /// <summary>Reads the <c>Content-Range</c> of a chunk, <c>first-last</c> without unit (distribution-spec, "Pushing a blob in chunks").</summary>
    public static bool TryParseChunk(string header, out ByteRange range)
    {
        range = default;
        if (header.Split('-') is not [var from, var to] || !TryRead(from, out long first) || !TryRead(to, out long last) || last < first)
        {
            return false;
        }

        range = new ByteRange(first, last);
        return true;
    }

    private static bool TryRead(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
