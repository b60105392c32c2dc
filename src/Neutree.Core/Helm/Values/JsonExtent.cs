namespace Neutree.Core.Helm.Values;

/// <summary>
/// Finds where the first JSON value of a text ends, as Go's <c>json.Decoder</c> does where more text follows. What it measures need not be
/// valid JSON; decoding it tells.
/// </summary>
internal static class JsonExtent
{
    /// <summary>The number of bytes up to the value's end, white space before it included.</summary>
    public static int Measure(ReadOnlySpan<byte> text)
    {
        int start = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0)
        {
            return text.Length;
        }

        return text[start] switch
        {
            (byte)'"' => StringEnd(text, start),
            (byte)'{' or (byte)'[' => NestedEnd(text, start),
            (byte)'t' or (byte)'n' => Math.Min(start + 4, text.Length),
            (byte)'f' => Math.Min(start + 5, text.Length),
            _ => NumberEnd(text, start),
        };
    }

    private static int StringEnd(ReadOnlySpan<byte> text, int start)
    {
        for (int index = start + 1; index < text.Length; index++)
        {
            switch (text[index])
            {
                case (byte)'\\':
                    index++;
                    break;
                case (byte)'"':
                    return index + 1;
            }
        }

        return text.Length;
    }

    private static int NestedEnd(ReadOnlySpan<byte> text, int start)
    {
        int depth = 0;
        for (int index = start; index < text.Length; index++)
        {
            switch (text[index])
            {
                case (byte)'"':
                    index = StringEnd(text, index) - 1;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']' when --depth == 0:
                    return index + 1;
            }
        }

        return text.Length;
    }

    private static int NumberEnd(ReadOnlySpan<byte> text, int start)
    {
        int index = start + (text[start] == '-' ? 1 : 0);
        index = index < text.Length && text[index] == '0' ? index + 1 : DigitsEnd(text, index);
        if (index < text.Length && text[index] == '.')
        {
            index = DigitsEnd(text, index + 1);
        }

        if (index < text.Length && text[index] is (byte)'e' or (byte)'E')
        {
            index++;
            index = DigitsEnd(text, index < text.Length && text[index] is (byte)'+' or (byte)'-' ? index + 1 : index);
        }

        // A byte that begins no value is measured too, so that decoding refuses it.
        return Math.Max(index, start + 1);
    }

    private static int DigitsEnd(ReadOnlySpan<byte> text, int start)
    {
        int count = text[start..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : start + count;
    }
}
