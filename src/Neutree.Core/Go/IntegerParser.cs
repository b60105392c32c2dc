namespace Neutree.Core.Go;

/// <summary>Reads integers by the rules of Go's <c>strconv</c>.</summary>
internal static class IntegerParser
{
    public static NumberFault ParseSigned(ReadOnlySpan<byte> text, int numberBase, int bits, out long value)
    {
        value = 0;
        bool isNegative = text is [(byte)'-', ..];
        ReadOnlySpan<byte> digits = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        NumberFault fault = ParseUnsigned(digits, numberBase, bits, out ulong magnitude);
        if (fault == NumberFault.Syntax)
        {
            return fault;
        }

        ulong cutoff = 1ul << ((bits == 0 ? 64 : bits) - 1);
        if (!isNegative && magnitude >= cutoff)
        {
            value = (long)(cutoff - 1);
            return NumberFault.Range;
        }

        value = unchecked(isNegative ? -(long)Math.Min(magnitude, cutoff) : (long)magnitude);
        return isNegative && magnitude > cutoff ? NumberFault.Range : NumberFault.None;
    }

    public static NumberFault ParseUnsigned(ReadOnlySpan<byte> text, int numberBase, int bits, out ulong value)
    {
        value = 0;
        if (text.IsEmpty)
        {
            return NumberFault.Syntax;
        }

        bool mayHaveUnderscores = numberBase == 0;
        ReadOnlySpan<byte> digits = numberBase == 0 ? StripPrefix(text, out numberBase) : text;
        ulong largest = bits is 0 or 64 ? ulong.MaxValue : (1ul << bits) - 1;
        bool hasUnderscore = false;
        bool isTooLarge = false;
        foreach (byte c in digits)
        {
            if (c == '_' && mayHaveUnderscores)
            {
                hasUnderscore = true;
                continue;
            }

            int digit = Digit(c);
            if (digit >= numberBase)
            {
                value = 0;
                return NumberFault.Syntax;
            }

            UInt128 next = ((UInt128)value * (uint)numberBase) + (uint)digit;
            if (next > largest)
            {
                isTooLarge = true;
                break;
            }

            value = (ulong)next;
        }

        if (isTooLarge)
        {
            value = largest;
            return NumberFault.Range;
        }

        if (hasUnderscore && !HasProperUnderscores(text))
        {
            value = 0;
            return NumberFault.Syntax;
        }

        return NumberFault.None;
    }

    /// <summary>Whether each underscore stands between digits, or between a base's prefix and a digit.</summary>
    public static bool HasProperUnderscores(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'-' or (byte)'+', ..])
        {
            text = text[1..];
        }

        bool isHexadecimal = text is [(byte)'0', (byte)'x' or (byte)'X', ..];
        bool hasPrefix = isHexadecimal || text is [(byte)'0', (byte)'b' or (byte)'B' or (byte)'o' or (byte)'O', ..];
        bool afterDigit = hasPrefix;
        bool afterUnderscore = false;
        foreach (byte c in hasPrefix ? text[2..] : text)
        {
            bool isDigit = c is >= (byte)'0' and <= (byte)'9' || (isHexadecimal && Digit(c) < 16);
            if (c == '_' ? !afterDigit : afterUnderscore && !isDigit)
            {
                return false;
            }

            afterUnderscore = c == '_';
            afterDigit = isDigit;
        }

        return !afterUnderscore;
    }

    /// <summary>The value of a digit in bases up to 36; larger for anything else.</summary>
    public static int Digit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'Z' => c - 'A' + 10,
        _ => int.MaxValue,
    };

    private static ReadOnlySpan<byte> StripPrefix(ReadOnlySpan<byte> text, out int numberBase)
    {
        numberBase = 10;
        if (text[0] != '0')
        {
            return text;
        }

        numberBase = text.Length < 3 ? 8 : (text[1] | 0x20) switch
        {
            'b' => 2,
            'x' => 16,
            _ => 8,
        };
        bool hasLetter = text.Length >= 3 && (text[1] | 0x20) is 'b' or 'o' or 'x';
        return text[(hasLetter ? 2 : 1)..];
    }
}
