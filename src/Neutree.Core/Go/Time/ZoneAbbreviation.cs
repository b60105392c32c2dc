namespace Neutree.Core.Go.Time;

/// <summary>Tells abbreviations of time zones in text, as Go's <c>time.Parse</c> guesses them.</summary>
internal static class ZoneAbbreviation
{
    /// <summary>Bytes of the abbreviation at the text's beginning; 0 where there is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3)
        {
            return 0;
        }

        if (text.StartsWith("ChST"u8) || text.StartsWith("MeST"u8))
        {
            return 4;
        }

        if (text.StartsWith("GMT"u8))
        {
            return 3 + OffsetLength(text[3..]);
        }

        if (text[0] is (byte)'+' or (byte)'-')
        {
            return OffsetLength(text);
        }

        int letters = text.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') is >= 0 and int end ? end : text.Length;
        return letters switch
        {
            3 => 3,
            4 when text[3] == 'T' || text.StartsWith("WITA"u8) => 4,
            5 when text[4] == 'T' => 5,
            _ => 0,
        };
    }

    /// <summary>Bytes of a sign and hours up to 23.</summary>
    private static int OffsetLength(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'+' or (byte)'-', ..])
        {
            return 0;
        }

        int digits = TimeDigits.Count(text[1..]);
        bool isHour = digits > 0 && int.TryParse(text.Slice(1, digits), out int hours) && hours <= 23;
        return isHour ? 1 + digits : 0;
    }
}
