using System.Buffers;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Parsing;

/// <summary>
/// Finds where a number ends: decimal, hexadecimal, octal, binary, with fraction, exponent, underscores and imaginary unit. It takes more
/// than is right, such as <c>0x0.2</c>; the conversion rejects that.
/// </summary>
internal ref struct NumberScanner
{
    private static readonly SearchValues<byte> DecimalDigits = SearchValues.Create("0123456789_"u8);
    private static readonly SearchValues<byte> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF_"u8);
    private static readonly SearchValues<byte> OctalDigits = SearchValues.Create("01234567_"u8);
    private static readonly SearchValues<byte> BinaryDigits = SearchValues.Create("01_"u8);

    private readonly ReadOnlySpan<byte> _text;

    public NumberScanner(ReadOnlySpan<byte> text, int position)
    {
        _text = text;
        Position = position;
    }

    /// <summary>Where scanning has come to.</summary>
    public int Position { get; private set; }

    public readonly bool IsAtSign => Position < _text.Length && _text[Position] is (byte)'+' or (byte)'-';

    public readonly bool EndsInImaginaryUnit => _text[Position - 1] == (byte)'i';

    /// <summary>Scans one number; false where a letter or digit follows that can't belong to it, which is then passed.</summary>
    public bool Scan()
    {
        Accept("+-"u8);
        SearchValues<byte> digits = DecimalDigits;
        if (Accept("0"u8))
        {
            digits = Accept("xX"u8) ? HexadecimalDigits : Accept("oO"u8) ? OctalDigits : Accept("bB"u8) ? BinaryDigits : DecimalDigits;
        }

        AcceptAll(digits);
        if (Accept("."u8))
        {
            AcceptAll(digits);
        }

        if ((digits == DecimalDigits && Accept("eE"u8)) || (digits == HexadecimalDigits && Accept("pP"u8)))
        {
            Accept("+-"u8);
            AcceptAll(DecimalDigits);
        }

        Accept("i"u8);
        GoRunes next = new(_text[Position..]);
        if (next.MoveNext() && (next.Current.Value == '_' || Rune.IsLetter(next.Current) || Rune.IsDigit(next.Current)))
        {
            Position += next.Width;
            return false;
        }

        return true;
    }

    private bool Accept(ReadOnlySpan<byte> anyOf)
    {
        bool accepted = Position < _text.Length && anyOf.Contains(_text[Position]);
        Position += accepted ? 1 : 0;
        return accepted;
    }

    private void AcceptAll(SearchValues<byte> digits)
    {
        int count = _text[Position..].IndexOfAnyExcept(digits);
        Position = count < 0 ? _text.Length : Position + count;
    }
}
