using System.Numerics;

namespace Neutree.Core.Go;

/// <summary>Prints texts and numbers with a verb; false, and nothing printed, says that the verb doesn't fit.</summary>
internal sealed class ScalarPrinter
{
    private readonly FieldWriter _field;

    public ScalarPrinter(FieldWriter field) => _field = field;

    public bool TryPrintText(ReadOnlySpan<byte> text, int verb)
    {
        switch (verb)
        {
            case 'v' when _field.SharpV:
            case 'q':
                _field.WriteQuoted(text);
                break;
            case 'v' or 's':
                _field.WriteText(text);
                break;
            case 'x' or 'X':
                _field.WriteHex(text, verb == 'X');
                break;
            default:
                return false;
        }

        return true;
    }

    public bool TryPrintInteger(object value, int verb)
    {
        (ulong bits, bool isSigned) = unchecked(value switch
        {
            nint n => ((ulong)n, true),
            long n => ((ulong)n, true),
            int n => ((ulong)n, true),
            short n => ((ulong)n, true),
            sbyte n => ((ulong)n, true),
            byte n => (n, false),
            ushort n => (n, false),
            uint n => (n, false),
            nuint n => (n, false),
            ulong n => (n, false),
            _ => throw new ArgumentException($"{value.GetType()} is no Go value", nameof(value)),
        });
        return TryPrintInteger(bits, isSigned, verb);
    }

    public bool TryPrintInteger(ulong bits, bool isSigned, int verb)
    {
        switch (verb)
        {
            case 'v' when _field.SharpV && !isSigned:
                PrintHexNumber(bits, withPrefix: true);
                break;
            case 'v' or 'd':
                _field.WriteInteger(bits, isSigned, 10, verb);
                break;
            case 'b':
                _field.WriteInteger(bits, isSigned, 2, verb);
                break;
            case 'o' or 'O':
                _field.WriteInteger(bits, isSigned, 8, verb);
                break;
            case 'x' or 'X':
                _field.WriteInteger(bits, isSigned, 16, verb);
                break;
            case 'c':
                _field.WriteCharacter(bits);
                break;
            case 'q':
                _field.WriteQuotedCharacter(bits);
                break;
            case 'U':
                _field.WriteUnicode(bits);
                break;
            default:
                return false;
        }

        return true;
    }

    public bool TryPrintFloat(double number, int bits, int verb)
    {
        switch (verb)
        {
            case 'v':
                _field.WriteFloat(number, bits, 'g', -1);
                break;
            case 'b' or 'g' or 'G' or 'x' or 'X':
                _field.WriteFloat(number, bits, (char)verb, -1);
                break;
            case 'f' or 'e' or 'E' or 'F':
                _field.WriteFloat(number, bits, verb == 'F' ? 'f' : (char)verb, 6);
                break;
            default:
                return false;
        }

        return true;
    }

    public bool TryPrintComplex(Complex number, int verb)
    {
        if (verb is not ('v' or 'b' or 'g' or 'G' or 'x' or 'X' or 'f' or 'F' or 'e' or 'E'))
        {
            return false;
        }

        _field.WriteComplex(number, part => TryPrintFloat(part, 64, verb));
        return true;
    }

    /// <summary>An address, or what <c>%#v</c> shows of an unsigned number.</summary>
    public void PrintHexNumber(ulong value, bool withPrefix)
    {
        bool sharp = _field.Sharp;
        _field.Sharp = withPrefix;
        _field.WriteInteger(value, isSigned: false, 16, 'v');
        _field.Sharp = sharp;
    }
}
