namespace Neutree.Core.Go.Time;

/// <summary>Takes numbers of a few digits off text.</summary>
internal static class TimeDigits
{
    public static int Count(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and int end ? end : text.Length;

    /// <summary>Reads text that is digits and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (byte digit in digits)
        {
            number = (number * 10) + digit - '0';
        }

        return Count(digits) == digits.Length;
    }

    /// <summary>Takes exactly so many digits.</summary>
    public static bool TryTakeFixed(ref ReadOnlySpan<byte> rest, int count, out int number)
    {
        bool isNumber = TryRead(rest[..count], out number);
        rest = rest[count..];
        return isNumber;
    }

    /// <summary>Takes so many characters, of which the first may be a sign; leaves them where they are no number.</summary>
    public static bool TryTakeSigned(ref ReadOnlySpan<byte> rest, int count, out int number)
    {
        bool isNegative = rest[0] == '-';
        ReadOnlySpan<byte> digits = rest[0] is (byte)'-' or (byte)'+' ? rest[1..count] : rest[..count];
        bool isNumber = TryRead(digits, out number);
        number = isNegative ? -number : number;
        rest = isNumber ? rest[count..] : rest;
        return isNumber;
    }

    /// <summary>Takes one or two digits, or exactly two.</summary>
    public static bool TryTakeTwo(ref ReadOnlySpan<byte> rest, bool isFixed, out int number)
    {
        int count = Math.Min(Count(rest), 2);
        return TryTake(ref rest, count, isFixed ? 2 : 1, out number);
    }

    /// <summary>Takes one to three digits, or exactly three.</summary>
    public static bool TryTakeThree(ref ReadOnlySpan<byte> rest, bool isFixed, out int number)
    {
        int count = Math.Min(Count(rest), 3);
        return TryTake(ref rest, count, isFixed ? 3 : 1, out number);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, int count, int least, out int number)
    {
        number = 0;
        if (count < least)
        {
            return false;
        }

        _ = TryRead(rest[..count], out number);
        rest = rest[count..];
        return true;
    }
}
