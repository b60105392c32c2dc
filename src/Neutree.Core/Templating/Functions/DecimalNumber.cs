using System.Globalization;
using System.Numerics;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>
/// A decimal number of any length: <c>value × 10^exponent</c>. Sums and products are exact, quotients have 16 places (shopspring/decimal
/// 1.4). <see cref="decimal"/> would overflow where a float doesn't.
/// </summary>
internal readonly struct DecimalNumber
{
    private const int DivisionPlaces = 16;

    private readonly BigInteger _value;
    private readonly int _exponent;

    private DecimalNumber(BigInteger value, int exponent)
    {
        _value = value;
        _exponent = exponent;
    }

    /// <summary>The shortest decimal number that reads back as the same float.</summary>
    /// <exception cref="GoException">The float is infinite or no number.</exception>
    public static DecimalNumber FromDouble(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new GoException($"Cannot create a Decimal from {(double.IsNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf")}");
        }

        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        string[] parts = (shortest.Contains('E', StringComparison.Ordinal) ? shortest : shortest + "E0").Split('E');
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        int places = point < 0 ? 0 : parts[0].Length - point - 1;
        return new DecimalNumber(
            BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture) - places);
    }

    public static DecimalNumber operator +(DecimalNumber left, DecimalNumber right)
    {
        int exponent = Math.Min(left._exponent, right._exponent);
        return new DecimalNumber(left.ScaledTo(exponent) + right.ScaledTo(exponent), exponent);
    }

    public static DecimalNumber operator -(DecimalNumber left, DecimalNumber right) => left + new DecimalNumber(-right._value, right._exponent);

    public static DecimalNumber operator *(DecimalNumber left, DecimalNumber right) =>
        new(left._value * right._value, left._exponent + right._exponent);

    /// <summary>Rounded to 16 places, halves away from zero.</summary>
    /// <exception cref="GoException">The divisor is zero.</exception>
    public static DecimalNumber operator /(DecimalNumber left, DecimalNumber right)
    {
        if (right._value.IsZero)
        {
            throw new GoException("decimal division by 0");
        }

        int shift = left._exponent - right._exponent + DivisionPlaces;
        BigInteger dividend = shift >= 0 ? left._value * BigInteger.Pow(10, shift) : left._value;
        BigInteger divisor = shift >= 0 ? right._value : right._value * BigInteger.Pow(10, -shift);
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        if (BigInteger.Abs(rest) * 2 >= BigInteger.Abs(divisor))
        {
            quotient += dividend.Sign * divisor.Sign;
        }

        return new DecimalNumber(quotient, -DivisionPlaces);
    }

    public double ToDouble() =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"{_value}E{_exponent}"), NumberStyles.Float, CultureInfo.InvariantCulture);

    private BigInteger ScaledTo(int exponent) => _value * BigInteger.Pow(10, _exponent - exponent);
}
