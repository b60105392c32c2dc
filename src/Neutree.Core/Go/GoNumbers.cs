using System.Globalization;

namespace Neutree.Core.Go;

/// <summary>
/// Numbers as text and text as numbers (Go <c>strconv</c>). A failed parse gives Go's error text and the value that Go returns beside it: zero
/// for a syntax error, the nearest value for one out of range.
/// </summary>
public static class GoNumbers
{
    /// <summary>A float in a notation of <c>strconv.FormatFloat</c>.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">One of <c>b e E f g G x X</c>.</param>
    /// <param name="precision">Digits after the point, or significant ones for <c>g</c>; -1 for as many as the value needs.</param>
    /// <param name="bits">32 or 64: what the value is exact for.</param>
    public static GoString FormatFloat(double value, char format, int precision, int bits = 64)
    {
        GoStringBuilder output = new(32);
        FloatFormat.Append(output, value, format, precision, bits);
        return output.ToGoString();
    }

    /// <summary>Writes what <see cref="FormatFloat"/> gives.</summary>
    public static void AppendFloat(GoStringBuilder output, double value, char format, int precision, int bits = 64) =>
        FloatFormat.Append(output, value, format, precision, bits);

    /// <summary>Writes an integer in decimal.</summary>
    public static void AppendInt(GoStringBuilder output, long value)
    {
        Span<byte> buffer = stackalloc byte[20];
        _ = value.TryFormat(buffer, out int length, default, CultureInfo.InvariantCulture);
        output.Append(buffer[..length]);
    }

    /// <summary>Writes an unsigned integer in decimal.</summary>
    public static void AppendUint(GoStringBuilder output, ulong value)
    {
        Span<byte> buffer = stackalloc byte[20];
        _ = value.TryFormat(buffer, out int length, default, CultureInfo.InvariantCulture);
        output.Append(buffer[..length]);
    }

    /// <summary>Reads a signed integer (Go <c>ParseInt</c>).</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="numberBase">2 to 36, or 0 for what a prefix (<c>0x</c>, <c>0b</c>, <c>0o</c>, <c>0</c>) says, where underscores may separate digits.</param>
    /// <param name="bits">Size the value must fit into; 0 is <c>int</c>.</param>
    /// <param name="value">The number.</param>
    /// <param name="error">Go's error, such as <c>strconv.ParseInt: parsing "x": invalid syntax</c>.</param>
    public static bool ParseInt(ReadOnlySpan<byte> text, int numberBase, int bits, out long value, out string? error) =>
        Finish("ParseInt", text, IntegerParser.ParseSigned(text, numberBase, bits, out value), out error);

    /// <summary>Reads an unsigned integer, which has no sign (Go <c>ParseUint</c>).</summary>
    public static bool ParseUint(ReadOnlySpan<byte> text, int numberBase, int bits, out ulong value, out string? error) =>
        Finish("ParseUint", text, IntegerParser.ParseUnsigned(text, numberBase, bits, out value), out error);

    /// <summary>Reads a decimal <c>int</c> (Go <c>Atoi</c>).</summary>
    public static bool Atoi(ReadOnlySpan<byte> text, out nint value, out string? error)
    {
        NumberFault fault = IntegerParser.ParseSigned(text, 10, 64, out long number);
        value = (nint)number;
        return Finish("Atoi", text, fault, out error);
    }

    /// <summary>Reads a decimal or hexadecimal float, an infinity or NaN (Go <c>ParseFloat</c>).</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="bits">32 or 64: what the value is rounded to.</param>
    /// <param name="value">The number.</param>
    /// <param name="error">Go's error.</param>
    public static bool ParseFloat(ReadOnlySpan<byte> text, int bits, out double value, out string? error) =>
        Finish("ParseFloat", text, FloatParser.Parse(text, bits, out value), out error);

    private static bool Finish(string function, ReadOnlySpan<byte> text, NumberFault fault, out string? error)
    {
        error = fault == NumberFault.None
            ? null
            : $"strconv.{function}: parsing {GoQuote.Quote(GoString.FromBytes(text))}: {(fault == NumberFault.Range ? "value out of range" : "invalid syntax")}";
        return fault == NumberFault.None;
    }
}
