using System.Globalization;
using System.Numerics;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>
/// The exact value of a JSON number, as sign, decimal digits and the power of ten of the first digit. Comparing needs no arithmetic, so a huge
/// exponent costs nothing.
/// </summary>
internal sealed class DecimalNumber : IComparable<DecimalNumber>, IEquatable<DecimalNumber>
{
    private const int DigitsPerStep = 18;
    private readonly bool _negative;

    private DecimalNumber(bool negative, string digits, long exponent)
    {
        _negative = negative && digits.Length > 0;
        Digits = digits;
        Exponent = digits.Length > 0 ? exponent : 0;
    }

    /// <summary>Without leading and trailing zeros; empty for zero. The magnitude is <c>0.DIGITS</c> times ten to the power of <see cref="Exponent"/>.</summary>
    public string Digits { get; }

    public long Exponent { get; }

    public bool IsZero => Digits.Length == 0;

    public bool IsInteger => Exponent >= Digits.Length;

    /// <summary>How many zeros stand between the last digit and the decimal point (negative: how many digits stand behind the point).</summary>
    private long Shift => Exponent - Digits.Length;

    /// <param name="literal">As JSON writes numbers.</param>
    public static DecimalNumber Parse(string literal)
    {
        ReadOnlySpan<char> rest = literal;
        bool negative = rest.StartsWith('-');
        rest = rest.TrimStart("+-");
        long exponent = 0;
        int mark = rest.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            ReadOnlySpan<char> power = rest[(mark + 1)..];
            exponent = BigInteger.TryParse(power.Length > 20 ? power[..20] : power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger written)
                ? (long)BigInteger.Clamp(written, -(1L << 60), 1L << 60)
                : 0;
            rest = rest[..mark];
        }

        int point = rest.IndexOf('.');
        string digits = point < 0 ? rest.ToString() : string.Concat(rest[..point], rest[(point + 1)..]);
        exponent += point < 0 ? rest.Length : point;
        string significant = digits.TrimStart('0');
        return new DecimalNumber(negative, significant.TrimEnd('0'), exponent - (digits.Length - significant.Length));
    }

    public int CompareTo(DecimalNumber? other)
    {
        if (other is null)
        {
            return 1;
        }

        int sign = IsZero ? 0 : _negative ? -1 : 1;
        int otherSign = other.IsZero ? 0 : other._negative ? -1 : 1;
        if (sign != otherSign || sign == 0)
        {
            return sign.CompareTo(otherSign);
        }

        int magnitude = Exponent.CompareTo(other.Exponent);
        return sign * (magnitude != 0 ? magnitude : string.CompareOrdinal(Digits, other.Digits));
    }

    public bool Equals(DecimalNumber? other) =>
        other is not null && _negative == other._negative && Exponent == other.Exponent && Digits == other.Digits;

    public override bool Equals(object? obj) => Equals(obj as DecimalNumber);

    public override int GetHashCode() => HashCode.Combine(_negative, Exponent, Digits);

    /// <summary>Whether this is a whole number of times <paramref name="divisor"/>; nothing but zero is a multiple of zero.</summary>
    public bool IsMultipleOf(DecimalNumber divisor)
    {
        if (IsZero)
        {
            return true;
        }

        // The digits end in no zero, so no power of ten divides them.
        long shift = Shift - divisor.Shift;
        if (divisor.IsZero || shift < 0)
        {
            return false;
        }

        BigInteger modulus = BigInteger.Parse(divisor.Digits, CultureInfo.InvariantCulture);
        BigInteger remainder = BigInteger.Zero;
        for (int start = 0; start < Digits.Length; start += DigitsPerStep)
        {
            ReadOnlySpan<char> step = Digits.AsSpan(start, Math.Min(DigitsPerStep, Digits.Length - start));
            remainder = ((remainder * BigInteger.Pow(10, step.Length)) + long.Parse(step, CultureInfo.InvariantCulture)) % modulus;
        }

        return (remainder * BigInteger.ModPow(10, shift, modulus) % modulus).IsZero;
    }

    /// <summary>The nearest double; infinite beyond its range.</summary>
    public double ToDouble() =>
        IsZero ? 0 : double.Parse($"{(_negative ? "-" : "")}0.{Digits}e{Math.Clamp(Exponent, -100_000_000, 100_000_000)}", CultureInfo.InvariantCulture);

    /// <summary>The value where it is an integer, held within the range of long; else null.</summary>
    public long? ToInteger()
    {
        if (!IsInteger)
        {
            return null;
        }

        if (IsZero || Exponent > 19)
        {
            return IsZero ? 0 : _negative ? long.MinValue : long.MaxValue;
        }

        BigInteger value = BigInteger.Parse(Digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)Shift);
        return (long)BigInteger.Clamp(_negative ? -value : value, long.MinValue, long.MaxValue);
    }

    /// <summary>Whether Go's <c>big.Rat</c> reads the number: it refuses powers of ten beyond a million.</summary>
    public bool IsWithinRationals => Math.Abs(Shift) <= 1_000_000;
}
