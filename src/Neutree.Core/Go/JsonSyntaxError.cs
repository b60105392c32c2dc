namespace Neutree.Core.Go;

/// <summary>Go's words for a text that is no JSON (<c>json.SyntaxError</c>).</summary>
internal static class JsonSyntaxError
{
    /// <summary>
    /// Says what is wrong with the byte at a position. Go takes the end of the text for a space, which shows where it cuts a literal, a number
    /// or an escape short.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="position">Where it breaks off.</param>
    /// <param name="context">What was being read: <c>after array element</c>.</param>
    public static string Describe(ReadOnlySpan<byte> json, int position, string context)
    {
        bool isAtEnd = position >= json.Length;
        return isAtEnd && !context.StartsWith("in ", StringComparison.Ordinal) && !context.EndsWith("numeric literal", StringComparison.Ordinal)
            ? "unexpected end of JSON input"
            : $"invalid character {QuoteCharacter(isAtEnd ? (byte)' ' : json[position])} {context}";
    }

    private static string QuoteCharacter(byte c)
    {
        if (c == '"')
        {
            return "'\"'";
        }

        // Go takes the byte for a rune of its own.
        GoStringBuilder output = new(8);
        GoQuote.AppendQuotedRune(output, c, isAscii: false);
        return output.ToString();
    }
}
