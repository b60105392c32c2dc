using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Parsing;

/// <summary>What characters are to the template language.</summary>
internal static class Characters
{
    /// <summary>Letters, digits and underscores; -1, the end of the text, is none.</summary>
    public static bool IsWordRune(int rune) => rune switch
    {
        < 0 => false,
        < 0x80 => char.IsAsciiLetterOrDigit((char)rune) || rune == '_',
        _ => Rune.IsLetter(new Rune(rune)) || Rune.IsDigit(new Rune(rune)),
    };

    /// <summary>Whether text behind a left delimiter begins with a trim marker: a minus, then space.</summary>
    public static bool StartsWithLeftTrimMarker(ReadOnlySpan<byte> text) => text is [(byte)'-', var space, ..] && IsSpace(space);

    /// <summary>Whether text begins with the trim marker of a right delimiter: space, then a minus.</summary>
    public static bool StartsWithRightTrimMarker(ReadOnlySpan<byte> text) => text is [var space, (byte)'-', ..] && IsSpace(space);

    /// <summary>A character as Go's <c>%#U</c> prints it.</summary>
    public static string Describe(int rune) =>
        $"U+{rune:X4}" + (GoUnicode.IsPrint(new Rune(rune)) ? $" '{new Rune(rune)}'" : "");

    private static bool IsSpace(int rune) => rune is ' ' or '\t' or '\r' or '\n';
}
