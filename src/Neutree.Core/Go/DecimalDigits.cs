using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace Neutree.Core.Go;

/// <summary>The decimal digits of a finite float without its sign: <c>0.d1d2d3… × 10^Point</c>; no digits stand for zero.</summary>
internal ref struct DecimalDigits
{
    /// <summary>Room for the shortest digits of a float64 in any notation.</summary>
    public const int ShortestLength = 32;

    private readonly Span<byte> _digits;

    private DecimalDigits(Span<byte> digits, int count, int point)
    {
        _digits = digits;
        Count = count;
        Point = count == 0 ? 0 : point;
    }

    public int Count { get; private set; }

    /// <summary>Where the decimal point is, counted from the first digit.</summary>
    public int Point { get; private set; }

    public readonly ReadOnlySpan<byte> Digits => _digits[..Count];

    /// <summary>The fewest digits that read back as the same float.</summary>
    /// <param name="value">Finite and not negative.</param>
    /// <param name="bits">32 or 64.</param>
    /// <param name="buffer">At least <see cref="ShortestLength"/> bytes, which the digits then live in.</param>
    public static DecimalDigits Shortest(double value, int bits, Span<byte> buffer)
    {
        bool fits = bits == 32
            ? ((float)value).TryFormat(buffer, out int length, "R", CultureInfo.InvariantCulture)
            : value.TryFormat(buffer, out length, "R", CultureInfo.InvariantCulture);
        Debug.Assert(fits, "the buffer is shorter than ShortestLength");
        return Gather(buffer[..length]);
    }

    /// <summary>All digits of the exact value.</summary>
    /// <param name="mantissa">The value is <c>mantissa × 2^exponent</c>.</param>
    /// <param name="exponent">The binary exponent.</param>
    public static DecimalDigits Exact(ulong mantissa, int exponent)
    {
        if (mantissa == 0)
        {
            return new DecimalDigits([], 0, 0);
        }

        // m × 2^-k = m × 5^k × 10^-k, so that the digits are always those of an integer.
        BigInteger scaled = exponent >= 0 ? (BigInteger)mantissa << exponent : mantissa * BigInteger.Pow(5, -exponent);
        string text = scaled.ToString(CultureInfo.InvariantCulture);
        byte[] digits = new byte[text.Length];
        for (int index = 0; index < digits.Length; index++)
        {
            digits[index] = (byte)text[index];
        }

        return new DecimalDigits(digits, CountWithoutTrailingZeros(digits), digits.Length + Math.Min(exponent, 0));
    }

    /// <summary>Keeps so many digits of exact ones, rounding a tie to even.</summary>
    public void Round(int count)
    {
        if (count < 0 || count >= Count)
        {
            return;
        }

        bool isTie = _digits[count] == '5' && count + 1 == Count;
        bool up = isTie ? count > 0 && (_digits[count - 1] - '0') % 2 != 0 : _digits[count] >= '5';
        int last = count - 1;
        if (up)
        {
            while (last >= 0 && _digits[last] == '9')
            {
                last--;
            }

            if (last < 0)
            {
                _digits[0] = (byte)'1';
                Count = 1;
                Point++;
                return;
            }

            _digits[last]++;
            Count = last + 1;
            return;
        }

        Count = CountWithoutTrailingZeros(_digits[..count]);
        Point = Count == 0 ? 0 : Point;
    }

    private static DecimalDigits Gather(Span<byte> text)
    {
        int count = 0;
        int integerDigits = -1;
        int leadingZeros = 0;
        int exponent = 0;
        for (int index = 0; index < text.Length; index++)
        {
            byte c = text[index];
            if (c == '.')
            {
                integerDigits = count + leadingZeros;
            }
            else if (c == 'E')
            {
                _ = int.TryParse(text[(index + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
                break;
            }
            else if (c == '0' && count == 0)
            {
                leadingZeros++;
            }
            else
            {
                text[count++] = c;
            }
        }

        int point = (integerDigits < 0 ? count : integerDigits - leadingZeros) + exponent;
        return new DecimalDigits(text, CountWithoutTrailingZeros(text[..count]), point);
    }

    private static int CountWithoutTrailingZeros(ReadOnlySpan<byte> digits) => digits.TrimEnd((byte)'0').Length;
}
