namespace Neutree.Core.Templating.Parsing;

/// <summary>Finds where constants end; what they stand for is worked out when they are parsed.</summary>
internal static class LiteralScanner
{
    /// <summary>The position behind a quoted constant, or -1 where it isn't closed.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="position">Behind the opening quote.</param>
    /// <param name="quote">A double or single quote, which a backslash escapes, or a backquote, between which everything stands for itself.</param>
    public static int EndOfQuoted(ReadOnlySpan<byte> text, int position, byte quote)
    {
        if (quote == '`')
        {
            int length = text[position..].IndexOf(quote);
            return length < 0 ? -1 : position + length + 1;
        }

        while (position < text.Length && text[position] != '\n')
        {
            if (text[position] == quote)
            {
                return position + 1;
            }

            bool isEscape = text[position] == '\\' && position + 1 < text.Length && text[position + 1] != '\n';
            position += isEscape ? 2 : 1;
        }

        return -1;
    }

    /// <summary>Passes a number, or two that make a complex one; false where it has something in it that doesn't belong there.</summary>
    public static bool TryScanNumber(ReadOnlySpan<byte> text, ref int position, out TokenKind kind)
    {
        NumberScanner scanner = new(text, position);
        bool isNumber = scanner.Scan();
        kind = TokenKind.Number;
        if (isNumber && scanner.IsAtSign)
        {
            kind = TokenKind.Complex;
            isNumber = scanner.Scan() && scanner.EndsInImaginaryUnit;
        }

        position = scanner.Position;
        return isNumber;
    }
}
