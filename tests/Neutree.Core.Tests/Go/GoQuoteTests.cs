using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Tests.Go;

public class GoQuoteTests
{
    [Theory]
    [InlineData("plain", "\"plain\"", "\"plain\"")]
    [InlineData("\a\b\f\n\r\t\v\\\"'", "\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"'\"", "\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"'\"")]
    [InlineData("\u0001\u007f", "\"\\x01\\x7f\"", "\"\\x01\\x7f\"")]
    [InlineData("é☺", "\"é☺\"", "\"\\u00e9\\u263a\"")]
    [InlineData("\u00a0\u00ad\u200b\u2028\ufeff", "\"\\u00a0\\u00ad\\u200b\\u2028\\ufeff\"", "\"\\u00a0\\u00ad\\u200b\\u2028\\ufeff\"")]
    [InlineData("\U0001F600\U000E0001", "\"\U0001F600\\U000e0001\"", "\"\\U0001f600\\U000e0001\"")]
    public void Quotes_text(string text, string expected, string expectedAscii) =>
        Assert.Equal((expected, expectedAscii), (GoQuote.Quote(text).ToString(), GoQuote.QuoteToAscii(text).ToString()));

    [Fact]
    public void Quotes_bytes_that_are_no_UTF8_one_by_one() =>
        Assert.Equal("\"\\xe2\\x98a\\ufffd\"", GoQuote.QuoteToAscii(GoString.FromBytes([0xE2, 0x98, (byte)'a', 0xEF, 0xBF, 0xBD])).ToString());

    [Theory]
    [InlineData("\"a\\tb\"", "a\tb")]
    [InlineData("\"\\u00e9\\U0001F600\\\"\"", "é\U0001F600\"")]
    [InlineData("'\\''", "'")]
    [InlineData("'é'", "é")]
    [InlineData("\"\\101\"", "A")]
    [InlineData("`a\\n\r\n`", "a\\n\n")]
    [InlineData("\"\"", "")]
    public void Reads_a_literal(string literal, string expected)
    {
        Assert.True(GoQuote.Unquote(Encoding.UTF8.GetBytes(literal), out GoString? text));
        Assert.Equal(expected, text.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("a")]
    [InlineData("\"a")]
    [InlineData("\"a'")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\\"")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"\\'\"")]
    [InlineData("'\\\"'")]
    [InlineData("''")]
    [InlineData("'ab'")]
    [InlineData("\"\\q\"")]
    [InlineData("\"\\x1\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\400\"")]
    [InlineData("`a`b`")]
    public void Refuses_what_is_no_literal(string literal) => Assert.False(GoQuote.Unquote(Encoding.UTF8.GetBytes(literal), out _));

    [Fact]
    public void Reads_a_byte_that_is_no_UTF8()
    {
        Assert.True(GoQuote.Unquote("\"\\xff\""u8, out GoString? text));
        Assert.Equal([0xFF], text.Span.ToArray());
    }

    [Theory]
    [InlineData("a\tb", true)]
    [InlineData("a`b", false)]
    [InlineData("a\nb", false)]
    [InlineData("\ufeff", false)]
    public void Knows_what_backquotes_can_hold(string text, bool expected) =>
        Assert.Equal(expected, GoQuote.CanBackquote(Encoding.UTF8.GetBytes(text)));
}
