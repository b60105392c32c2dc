using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Tests.Go;

public class GoNumbersTests
{
    [Theory]
    [InlineData(0.1, 'g', -1, "0.1")]
    [InlineData(100000, 'g', -1, "100000")]
    [InlineData(1000000, 'g', -1, "1e+06")]
    [InlineData(123456789, 'g', -1, "1.23456789e+08")]
    [InlineData(0.0001, 'g', -1, "0.0001")]
    [InlineData(0.00001, 'g', -1, "1e-05")]
    [InlineData(5e-324, 'e', -1, "5e-324")]
    [InlineData(double.MaxValue, 'g', -1, "1.7976931348623157e+308")]
    [InlineData(1e23, 'f', -1, "100000000000000000000000")]
    [InlineData(0.125, 'f', 2, "0.12")]
    [InlineData(0.375, 'f', 2, "0.38")]
    [InlineData(2.5, 'f', 0, "2")]
    [InlineData(9.995, 'f', 2, "9.99")]
    [InlineData(99.99, 'f', 1, "100.0")]
    [InlineData(0.001, 'f', 0, "0")]
    [InlineData(0.6, 'f', 0, "1")]
    [InlineData(1234.5678, 'e', 3, "1.235e+03")]
    [InlineData(1e100, 'G', 4, "1E+100")]
    [InlineData(0, 'e', -1, "0e+00")]
    [InlineData(-0.0, 'g', -1, "-0")]
    [InlineData(0.1, 'f', 30, "0.100000000000000005551115123126")]
    [InlineData(1, 'b', -1, "4503599627370496p-52")]
    [InlineData(1.5, 'x', -1, "0x1.8p+00")]
    [InlineData(0.1, 'X', 3, "0X1.99AP-04")]
    [InlineData(0, 'x', 2, "0x0.00p+00")]
    [InlineData(double.PositiveInfinity, 'g', -1, "+Inf")]
    [InlineData(double.NaN, 'f', 2, "NaN")]
    public void Writes_a_float64(double value, char format, int precision, string expected) =>
        Assert.Equal(expected, GoNumbers.FormatFloat(value, format, precision).ToString());

    [Theory]
    [InlineData(0.1f, 'g', -1, "0.1")]
    [InlineData(16777216f, 'f', -1, "16777216")]
    [InlineData(0.1f, 'x', -1, "0x1.99999ap-04")]
    [InlineData(1e-45f, 'b', -1, "1p-149")]
    [InlineData(3.4028235e38f, 'e', -1, "3.4028235e+38")]
    public void Writes_a_float32(float value, char format, int precision, string expected) =>
        Assert.Equal(expected, GoNumbers.FormatFloat(value, format, precision, bits: 32).ToString());

    [Theory]
    [InlineData("0", 10, 64, 0)]
    [InlineData("-9223372036854775808", 10, 64, long.MinValue)]
    [InlineData("+7", 10, 64, 7)]
    [InlineData("0x1F", 0, 64, 31)]
    [InlineData("-0b101", 0, 64, -5)]
    [InlineData("0o17", 0, 64, 15)]
    [InlineData("017", 0, 64, 15)]
    [InlineData("1_000", 0, 64, 1000)]
    [InlineData("0x_ff", 0, 64, 255)]
    [InlineData("zz", 36, 64, 1295)]
    [InlineData("-128", 10, 8, -128)]
    public void Reads_a_signed_integer(string text, int numberBase, int bits, long expected)
    {
        Assert.True(GoNumbers.ParseInt(Encoding.UTF8.GetBytes(text), numberBase, bits, out long value, out string? error));
        Assert.Equal((expected, null), (value, error));
    }

    [Theory]
    [InlineData("", 10, 64, 0, "strconv.ParseInt: parsing \"\": invalid syntax")]
    [InlineData("x\n", 10, 64, 0, "strconv.ParseInt: parsing \"x\\n\": invalid syntax")]
    [InlineData("+", 10, 64, 0, "strconv.ParseInt: parsing \"+\": invalid syntax")]
    [InlineData("--1", 10, 64, 0, "strconv.ParseInt: parsing \"--1\": invalid syntax")]
    [InlineData("1_000", 10, 64, 0, "strconv.ParseInt: parsing \"1_000\": invalid syntax")]
    [InlineData("1__0", 0, 64, 0, "strconv.ParseInt: parsing \"1__0\": invalid syntax")]
    [InlineData("08", 0, 64, 0, "strconv.ParseInt: parsing \"08\": invalid syntax")]
    [InlineData("0x", 0, 64, 0, "strconv.ParseInt: parsing \"0x\": invalid syntax")]
    [InlineData("9223372036854775808", 10, 64, long.MaxValue, "strconv.ParseInt: parsing \"9223372036854775808\": value out of range")]
    [InlineData("-129", 10, 8, -128, "strconv.ParseInt: parsing \"-129\": value out of range")]
    public void Says_why_text_is_no_signed_integer(string text, int numberBase, int bits, long expected, string expectedError)
    {
        Assert.False(GoNumbers.ParseInt(Encoding.UTF8.GetBytes(text), numberBase, bits, out long value, out string? error));
        Assert.Equal((expected, expectedError), (value, error));
    }

    [Theory]
    [InlineData("18446744073709551615", ulong.MaxValue, null)]
    [InlineData("18446744073709551616", ulong.MaxValue, "strconv.ParseUint: parsing \"18446744073709551616\": value out of range")]
    [InlineData("-1", 0, "strconv.ParseUint: parsing \"-1\": invalid syntax")]
    public void Reads_an_unsigned_integer(string text, ulong expected, string? expectedError)
    {
        GoNumbers.ParseUint(Encoding.UTF8.GetBytes(text), 10, 64, out ulong value, out string? error);

        Assert.Equal((expected, expectedError), (value, error));
    }

    [Fact]
    public void Names_Atoi_in_its_errors()
    {
        Assert.False(GoNumbers.Atoi("1x"u8, out nint value, out string? error));
        Assert.Equal((0, "strconv.Atoi: parsing \"1x\": invalid syntax"), (value, error));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("-1e3", -1000)]
    [InlineData("+1E-2", 0.01)]
    [InlineData("1_000.5", 1000.5)]
    [InlineData("0x1.8p1", 3)]
    [InlineData("0x.8p0", 0.5)]
    [InlineData("-0X1P-1074", -5e-324)]
    [InlineData("0x1.fffffffffffff8p0", 2)]
    [InlineData("1e-400", 0)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("2.2250738585072011e-308", 2.2250738585072011e-308)]
    public void Reads_a_float(string text, double expected)
    {
        Assert.True(GoNumbers.ParseFloat(Encoding.UTF8.GetBytes(text), 64, out double value, out string? error));
        Assert.Equal((expected, null), (value, error));
    }

    [Theory]
    [InlineData("", 0, "invalid syntax")]
    [InlineData(".", 0, "invalid syntax")]
    [InlineData("1e", 0, "invalid syntax")]
    [InlineData("1.2.3", 0, "invalid syntax")]
    [InlineData(" 1", 0, "invalid syntax")]
    [InlineData("1,5", 0, "invalid syntax")]
    [InlineData("0x1", 0, "invalid syntax")]
    [InlineData("1__0", 0, "invalid syntax")]
    [InlineData("+nan", 0, "invalid syntax")]
    [InlineData("infinit", 0, "invalid syntax")]
    [InlineData("1e400", double.PositiveInfinity, "value out of range")]
    [InlineData("-0x1p1024", double.NegativeInfinity, "value out of range")]
    public void Says_why_text_is_no_float(string text, double expected, string reason)
    {
        Assert.False(GoNumbers.ParseFloat(Encoding.UTF8.GetBytes(text), 64, out double value, out string? error));
        Assert.Equal((expected, $"strconv.ParseFloat: parsing \"{text}\": {reason}"), (value, error));
    }

    [Fact]
    public void Reads_back_what_it_writes()
    {
        Random random = new(1);
        for (int count = 0; count < 20_000; count++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (double.IsFinite(value))
            {
                foreach (char format in "egx")
                {
                    GoNumbers.ParseFloat(GoNumbers.FormatFloat(value, format, -1).Span, 64, out double read, out _);
                    Assert.Equal(value, read);
                }
            }
        }
    }
}
