using System.Buffers;
using System.Numerics;
using Neutree.Core.Go;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Parsing;

/// <summary>Makes numbers of their spelling, in every form that holds them exactly (Go <c>text/template/parse.NumberNode</c>).</summary>
internal static class NumberLiteral
{
    private const double SignedLimit = 9223372036854775808.0;
    private const double UnsignedLimit = 18446744073709551616.0;

    private static readonly SearchValues<byte> FloatingMarks = SearchValues.Create(".eEpP"u8);

    /// <summary>Converts a number or character constant.</summary>
    /// <param name="token">A token of kind number, complex or character constant.</param>
    /// <param name="failure">What is wrong where the result is null.</param>
    public static NumberNode? Parse(Token token, out string? failure)
    {
        GoString text = GoString.FromBytes(token.Value.Span);
        failure = null;
        return token.Kind switch
        {
            TokenKind.CharConstant => FromCharacter(token.Position, text, out failure),
            TokenKind.Complex => FromComplex(token.Position, text, out failure),
            _ when text.Span is [.. var real, (byte)'i'] && GoNumbers.ParseFloat(real, 64, out double imaginary, out _) =>
                OfComplex(token.Position, text, new Complex(0, imaginary)),
            _ => FromNumber(token.Position, text, out failure),
        };
    }

    private static NumberNode? FromCharacter(int position, GoString text, out string? failure)
    {
        ReadOnlySpan<byte> inside = text.Span[1..];
        if (!GoQuote.UnquoteChar(inside, (byte)'\'', out int rune, out _, out int width))
        {
            failure = "invalid syntax";
            return null;
        }

        failure = inside[width..] is [(byte)'\''] ? null : $"malformed character constant: {text}";
        return failure is null
            ? new NumberNode(position, text) { Signed = rune, Unsigned = (ulong)rune, Floating = rune, Ideal = Boxed.Int(rune) }
            : null;
    }

    private static NumberNode? FromComplex(int position, GoString text, out string? failure)
    {
        NumberScanner scanner = new(text.Span, 0);
        scanner.Scan();
        int sign = scanner.Position;
        return GoNumbers.ParseFloat(text.Span[..sign], 64, out double real, out failure)
            && GoNumbers.ParseFloat(text.Span[sign..^1], 64, out double imaginary, out failure)
                ? OfComplex(position, text, new Complex(real, imaginary))
                : null;
    }

    private static NumberNode? FromNumber(int position, GoString text, out string? failure)
    {
        failure = null;
        bool isUnsigned = GoNumbers.ParseUint(text.Span, 0, 64, out ulong unsigned, out _);
        bool isSigned = GoNumbers.ParseInt(text.Span, 0, 64, out long signed, out _);
        if (isSigned || isUnsigned)
        {
            return new NumberNode(position, text)
            {
                Signed = isSigned ? signed : null,
                Unsigned = isUnsigned || signed == 0 ? unsigned : null,
                Floating = isSigned ? signed : unsigned,
                Ideal = isSigned ? Boxed.Int((nint)signed) : null,
            };
        }

        if (!GoNumbers.ParseFloat(text.Span, 64, out double floating, out _))
        {
            failure = $"illegal number syntax: {GoQuote.Quote(text)}";
            return null;
        }

        if (!text.Span.ContainsAny(FloatingMarks))
        {
            failure = $"integer overflow: {GoQuote.Quote(text)}";
            return null;
        }

        return new NumberNode(position, text)
        {
            Signed = SignedOf(floating),
            Unsigned = UnsignedOf(floating),
            Floating = floating,
            Ideal = floating,
        };
    }

    private static NumberNode OfComplex(int position, GoString text, Complex value)
    {
        bool isReal = value.Imaginary == 0;
        return new NumberNode(position, text)
        {
            Signed = isReal ? SignedOf(value.Real) : null,
            Unsigned = isReal ? UnsignedOf(value.Real) : null,
            Floating = isReal ? value.Real : null,
            Complex = value,
            Ideal = value,
        };
    }

    private static long? SignedOf(double value) =>
        value is >= -SignedLimit and < SignedLimit && Math.Truncate(value) == value ? (long)value : null;

    private static ulong? UnsignedOf(double value) =>
        value is >= 0 and < UnsignedLimit && Math.Truncate(value) == value ? (ulong)value : null;
}
