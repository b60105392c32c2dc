namespace Neutree.Core.Go.Time;

/// <summary>Text doesn't match a layout (Go <c>*time.ParseError</c>).</summary>
internal sealed class TimeParseException : GoException
{
    private TimeParseException(string message)
        : base(message)
    {
    }

    /// <summary>Part of the text can't be read as an element of the layout.</summary>
    public static TimeParseException Mismatch(GoString layout, GoString value, ReadOnlySpan<byte> element, ReadOnlySpan<byte> rest) =>
        new($"parsing time {TimeQuote.Quote(value.Span)} as {TimeQuote.Quote(layout.Span)}: cannot parse {TimeQuote.Quote(rest)} as {TimeQuote.Quote(element)}");

    /// <summary>The text has the right form but means no time.</summary>
    public static TimeParseException Meaningless(GoString value, string reason) => new($"parsing time {TimeQuote.Quote(value.Span)}: {reason}");
}
