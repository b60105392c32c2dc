using System.Numerics;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>Writes scalars with the flags, width and precision of one directive (the formatter under Go's <c>fmt</c>).</summary>
internal sealed class FieldWriter
{
    private readonly GoStringBuilder _output;
    private GoStringBuilder? _scratch;

    public FieldWriter(GoStringBuilder output) => _output = output;

    public bool Minus { get; set; }

    public bool Plus { get; set; }

    public bool Sharp { get; set; }

    public bool Space { get; set; }

    public bool Zero { get; set; }

    /// <summary>Whether the verb is <c>%+v</c>: structs with names of fields.</summary>
    public bool PlusV { get; private set; }

    /// <summary>Whether the verb is <c>%#v</c>: Go syntax.</summary>
    public bool SharpV { get; private set; }

    /// <summary>Least number of characters; null for none given.</summary>
    public int? Width { get; set; }

    public int? Precision { get; set; }

    private GoStringBuilder Scratch
    {
        get
        {
            _scratch ??= new GoStringBuilder(64);
            _scratch.Clear();
            return _scratch;
        }
    }

    public void Clear()
    {
        Minus = Plus = Sharp = Space = Zero = PlusV = SharpV = false;
        Width = Precision = null;
    }

    /// <summary>For <c>%v</c> the flags <c>#</c> and <c>+</c> mean another form of the whole value, not of its scalars.</summary>
    public void TurnToValueFlags()
    {
        (SharpV, PlusV) = (Sharp, Plus);
        Sharp = Plus = false;
    }

    /// <summary>Writes text as wide as asked for.</summary>
    public void Pad(ReadOnlySpan<byte> text) => Pad(text, Zero);

    /// <summary>Writes text, cut to the precision.</summary>
    public void WriteText(ReadOnlySpan<byte> text) => Pad(Truncate(text));

    /// <summary>Writes text as a Go literal.</summary>
    public void WriteQuoted(ReadOnlySpan<byte> text)
    {
        text = Truncate(text);
        GoStringBuilder scratch = Scratch;
        if (Sharp && GoQuote.CanBackquote(text))
        {
            scratch.Append((byte)'`').Append(text).Append((byte)'`');
        }
        else
        {
            GoQuote.AppendQuoted(scratch, text, isAscii: Plus);
        }

        Pad(scratch.Written);
    }

    /// <summary>Writes bytes in hexadecimal, each apart with the space flag.</summary>
    public void WriteHex(ReadOnlySpan<byte> bytes, bool isUpper)
    {
        bytes = Precision < bytes.Length ? bytes[..Precision.Value] : bytes;
        ReadOnlySpan<byte> hex = isUpper ? "0123456789ABCDEFX"u8 : "0123456789abcdefx"u8;
        GoStringBuilder scratch = Scratch;
        for (int index = 0; index < bytes.Length; index++)
        {
            if (Space && index > 0)
            {
                scratch.Append((byte)' ');
            }

            if (Sharp && (Space || index == 0))
            {
                scratch.Append((byte)'0').Append(hex[16]);
            }

            scratch.Append(hex[bytes[index] >> 4]).Append(hex[bytes[index] & 0xF]);
        }

        Pad(scratch.Written);
    }

    public void WriteCharacter(ulong codePoint)
    {
        Span<byte> buffer = stackalloc byte[4];
        Rune rune = codePoint <= 0x10FFFF && Rune.IsValid((uint)codePoint) ? new Rune((uint)codePoint) : Rune.ReplacementChar;
        Pad(buffer[..rune.EncodeToUtf8(buffer)]);
    }

    public void WriteQuotedCharacter(ulong codePoint)
    {
        GoStringBuilder scratch = Scratch;
        GoQuote.AppendQuotedRune(scratch, codePoint, isAscii: Plus);
        Pad(scratch.Written);
    }

    /// <summary>Writes <c>U+0078</c>, and with the sharp flag the character behind it.</summary>
    public void WriteUnicode(ulong codePoint)
    {
        Span<byte> digits = stackalloc byte[64];
        int length = WriteDigits(digits, codePoint, 16, isUpper: true);
        GoStringBuilder scratch = Scratch;
        scratch.Append("U+"u8).AppendRepeated((byte)'0', Math.Max(Math.Max(4, Precision ?? 0) - length, 0)).Append(digits[^length..]);
        if (Sharp && codePoint <= 0x10FFFF && Rune.IsValid((uint)codePoint) && GoUnicode.IsPrint(new Rune((uint)codePoint)))
        {
            scratch.Append(" '"u8).Append(new Rune((uint)codePoint)).Append((byte)'\'');
        }

        Pad(scratch.Written, withZeros: false);
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="bits">The value; a signed one in two's complement.</param>
    /// <param name="isSigned">Whether it is signed.</param>
    /// <param name="numberBase">2, 8, 10 or 16.</param>
    /// <param name="verb">Where it is <c>X</c> digits are capitals, where it is <c>O</c> the prefix <c>0o</c> is written.</param>
    public void WriteInteger(ulong bits, bool isSigned, int numberBase, int verb)
    {
        bool isNegative = isSigned && (long)bits < 0;
        ulong magnitude = unchecked(isNegative ? 0 - bits : bits);
        if (Precision == 0 && magnitude == 0)
        {
            _output.AppendRepeated((byte)' ', Width ?? 0);
            return;
        }

        bool hasSign = isNegative || Plus || Space;
        Span<byte> buffer = stackalloc byte[64];
        ReadOnlySpan<byte> digits = buffer[^WriteDigits(buffer, magnitude, numberBase, verb == 'X')..];
        int least = Precision ?? (Zero && !Minus && Width is { } width ? width - (hasSign ? 1 : 0) : 0);
        int zeros = Math.Max(least - digits.Length, 0);
        GoStringBuilder scratch = Scratch;
        if (hasSign)
        {
            scratch.Append(isNegative ? (byte)'-' : Plus ? (byte)'+' : (byte)' ');
        }

        if (verb == 'O')
        {
            scratch.Append("0o"u8);
        }

        if (Sharp)
        {
            scratch.Append(numberBase switch
            {
                2 => "0b"u8,
                8 when zeros == 0 && digits[0] != '0' => "0"u8,
                16 => verb == 'X' ? "0X"u8 : "0x"u8,
                _ => [],
            });
        }

        scratch.AppendRepeated((byte)'0', zeros).Append(digits);
        Pad(scratch.Written, withZeros: false);
    }

    /// <summary>Writes a float in a notation of <see cref="GoNumbers.FormatFloat"/>.</summary>
    public void WriteFloat(double value, int bits, char format, int precision)
    {
        precision = Precision ?? precision;
        GoStringBuilder number = Scratch;
        number.Append((byte)'+');
        GoNumbers.AppendFloat(number, value, format, precision, bits);
        bool isSigned = number.Written[1] is (byte)'-' or (byte)'+';
        byte sign = isSigned ? number.Written[1] : (byte)'+';
        sign = sign == '+' && Space && !Plus ? (byte)' ' : sign;
        int bodyStart = isSigned ? 2 : 1;
        if (!double.IsFinite(value))
        {
            bool isBare = double.IsNaN(value) && !Space && !Plus;
            GoString word = GoString.FromBytes(number.Written[bodyStart..]);
            Pad(isBare ? word.Span : GoString.Concat([sign], word.Span).Span, withZeros: false);
            return;
        }

        GoString body = Sharp && format != 'b'
            ? FloatTail.WithPoint(number.Written[bodyStart..], format, precision)
            : GoString.FromBytes(number.Written[bodyStart..]);
        if (sign == '+' && !Plus)
        {
            Pad(body.Span);
        }
        else if (Zero && !Minus && Width > body.Length + 1)
        {
            _output.Append(sign).AppendRepeated((byte)'0', Width.Value - body.Length - 1).Append(body);
        }
        else
        {
            Pad(GoString.Concat([sign], body.Span).Span);
        }
    }

    /// <summary>Writes <c>(1+2i)</c>; <paramref name="writePart"/> writes one part.</summary>
    public void WriteComplex(Complex value, Action<double> writePart)
    {
        bool plus = Plus;
        _output.Append((byte)'(');
        writePart(value.Real);
        Plus = true;
        writePart(value.Imaginary);
        _output.Append("i)"u8);
        Plus = plus;
    }

    private static int WriteDigits(Span<byte> buffer, ulong value, int numberBase, bool isUpper)
    {
        ReadOnlySpan<byte> digits = isUpper ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        int length = 0;
        do
        {
            (value, ulong digit) = Math.DivRem(value, (ulong)numberBase);
            buffer[^++length] = digits[(int)digit];
        }
        while (value != 0);

        return length;
    }

    private static int CountRunes(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
        {
            return text.Length;
        }

        int count = 0;
        GoRunes runes = new(text);
        while (runes.MoveNext())
        {
            count++;
        }

        return count;
    }

    private ReadOnlySpan<byte> Truncate(ReadOnlySpan<byte> text)
    {
        if (Precision is not { } left || left >= text.Length)
        {
            return text;
        }

        GoRunes runes = new(text);
        while (runes.MoveNext())
        {
            if (--left < 0)
            {
                return text[..runes.Index];
            }
        }

        return text;
    }

    private void Pad(ReadOnlySpan<byte> text, bool withZeros)
    {
        int padding = Width is > 0 ? Width.Value - CountRunes(text) : 0;
        if (padding <= 0)
        {
            _output.Append(text);
        }
        else if (Minus)
        {
            _output.Append(text).AppendRepeated((byte)' ', padding);
        }
        else
        {
            _output.AppendRepeated(withZeros ? (byte)'0' : (byte)' ', padding).Append(text);
        }
    }
}
