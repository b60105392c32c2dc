namespace Neutree.Core.Go.Time;

/// <summary>Reads a time by a layout (Go <c>time.ParseInLocation</c>).</summary>
internal static class TimeParser
{
    /// <param name="layout">The layout.</param>
    /// <param name="value">The text.</param>
    /// <param name="location">The place that text without a zone speaks of.</param>
    /// <exception cref="TimeParseException">The text doesn't match.</exception>
    public static GoTime Parse(GoString layout, GoString value, GoLocation location)
    {
        ReadOnlySpan<byte> pattern = layout.Span;
        ReadOnlySpan<byte> rest = value.Span;
        ParsedTime parsed = new();
        while (true)
        {
            LayoutElement element = TimeLayout.Next(pattern, out int start, out int length);
            ReadOnlySpan<byte> prefix = pattern[..start];
            if (!TrySkip(ref rest, prefix))
            {
                throw TimeParseException.Mismatch(layout, value, prefix, rest);
            }

            if (element == LayoutElement.None)
            {
                break;
            }

            ReadOnlySpan<byte> text = pattern.Slice(start, length);
            pattern = pattern[(start + length)..];
            LayoutElement following = TimeLayout.Next(pattern, out _, out _);
            ReadOnlySpan<byte> before = rest;
            bool matches = parsed.TryRead(element, length, following is LayoutElement.Fraction or LayoutElement.TrimmedFraction, ref rest);
            if (parsed.OutOfRange is { } part)
            {
                throw TimeParseException.Meaningless(value, part + " out of range");
            }

            if (!matches)
            {
                throw TimeParseException.Mismatch(layout, value, text, before);
            }
        }

        return !rest.IsEmpty
            ? throw TimeParseException.Meaningless(value, "extra text: " + TimeQuote.Quote(rest))
            : parsed.ToTime(value, location);
    }

    /// <summary>Skips literal text; a space in the layout stands for any number of them.</summary>
    private static bool TrySkip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> prefix)
    {
        while (!prefix.IsEmpty)
        {
            if (prefix[0] == ' ')
            {
                if (rest is [not (byte)' ', ..])
                {
                    return false;
                }

                prefix = prefix.TrimStart((byte)' ');
                rest = rest.TrimStart((byte)' ');
                continue;
            }

            if (rest.IsEmpty || rest[0] != prefix[0])
            {
                return false;
            }

            prefix = prefix[1..];
            rest = rest[1..];
        }

        return true;
    }
}
