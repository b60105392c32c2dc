using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Neutree.Core.Helm.Values.Schema;

namespace Neutree.Core.Tests.Helm.Values.Schema;

public sealed class DecimalNumberTests
{
    [Theory]
    [InlineData("1", "1.0", 0)]
    [InlineData("100", "1e2", 0)]
    [InlineData("-0.0", "0", 0)]
    [InlineData("0.1", "0.10000000000000000001", -1)]
    [InlineData("-2", "-1", -1)]
    [InlineData("9007199254740993", "9007199254740992", 1)]
    [InlineData("1e-400", "0", 1)]
    [InlineData("-1e400", "1e-400", -1)]
    [InlineData("1e99999999999999999999999", "1e400", 1)]
    public void Order_is_that_of_exact_values(string left, string right, int expected)
    {
        int order = DecimalNumber.Parse(left).CompareTo(DecimalNumber.Parse(right));

        Assert.Equal(expected, Math.Sign(order));
        Assert.Equal(expected == 0, DecimalNumber.Parse(left).Equals(DecimalNumber.Parse(right)));
    }

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1e3", true)]
    [InlineData("12.50e1", true)]
    [InlineData("0.0", true)]
    [InlineData("12.5", false)]
    [InlineData("1e-1", false)]
    public void Integers_are_known_by_value(string literal, bool expected) => Assert.Equal(expected, DecimalNumber.Parse(literal).IsInteger);

    [Theory]
    [InlineData("19.99", "0.01", true)]
    [InlineData("0.075", "0.01", false)]
    [InlineData("1e308", "0.123456789", false)]
    [InlineData("-4.5", "1.5", true)]
    [InlineData("0", "7", true)]
    [InlineData("1", "0", false)]
    [InlineData("123456789012345678901234567890", "90", true)]
    [InlineData("123456789012345678901234567891", "90", false)]
    [InlineData("1e-2", "1", false)]
    public void Multiples_are_exact(string value, string divisor, bool expected) =>
        Assert.Equal(expected, DecimalNumber.Parse(value).IsMultipleOf(DecimalNumber.Parse(divisor)));

    [Theory]
    [InlineData("12e1", 120L)]
    [InlineData("0", 0L)]
    [InlineData("1e30", long.MaxValue)]
    [InlineData("-1e30", long.MinValue)]
    [InlineData("1.5", null)]
    public void Integers_are_held_within_their_range(string literal, long? expected) => Assert.Equal(expected, DecimalNumber.Parse(literal).ToInteger());

    [Fact]
    public void Numbers_agree_with_decimal_arithmetic() =>
        Prop.ForAll<int, PositiveInt, byte>((value, divisor, scales) =>
        {
            decimal left = value / Scale(scales % 10);
            decimal right = divisor.Get / Scale(scales / 10 % 10);
            DecimalNumber first = DecimalNumber.Parse(left.ToString(CultureInfo.InvariantCulture));
            DecimalNumber second = DecimalNumber.Parse(right.ToString(CultureInfo.InvariantCulture));
            return Math.Sign(first.CompareTo(second)) == left.CompareTo(right)
                && first.IsMultipleOf(second) == (left % right == 0)
                && first.IsInteger == (left == decimal.Truncate(left));
        }).QuickCheckThrowOnFailure();

    private static decimal Scale(int digits) => (decimal)Math.Pow(10, digits);
}
