using System.Globalization;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>
/// Classes and cases of characters as Go's <c>unicode</c> package has them. The data are .NET's, whose Unicode version is newer than the one
/// of Go 1.25 (15.0): they differ only in characters that were assigned since.
/// </summary>
internal static class GoUnicode
{
    /// <summary>Letters, marks, numbers, punctuation, symbols and the ASCII space (Go <c>unicode.IsPrint</c>).</summary>
    public static bool IsPrint(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is >= ' ' and < 0x7F;
        }

        return Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    /// <summary>White space as Unicode defines it (Go <c>unicode.IsSpace</c>).</summary>
    public static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune);

    public static bool IsUpper(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.UppercaseLetter;

    public static bool IsLower(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.LowercaseLetter;

    public static bool IsTitle(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    public static bool IsLetter(Rune rune) => Rune.IsLetter(rune);

    /// <summary>Decimal digits of any script (Go <c>unicode.IsDigit</c>).</summary>
    public static bool IsDigit(Rune rune) => Rune.IsDigit(rune);

    /// <summary>The upper case by Unicode's simple mapping, which .NET's invariant culture leaves out for two letters that only ASCII has the other case of.</summary>
    public static Rune ToUpper(Rune rune) => rune.Value switch
    {
        0x131 => new Rune('I'),
        0x17F => new Rune('S'),
        _ => Rune.ToUpperInvariant(rune),
    };

    /// <inheritdoc cref="ToUpper"/>
    public static Rune ToLower(Rune rune) => rune.Value switch
    {
        0x130 => new Rune('i'),
        0x212A => new Rune('k'),
        _ => Rune.ToLowerInvariant(rune),
    };

    /// <summary>The title case, which is the upper case but for digraphs and Georgian.</summary>
    public static Rune ToTitle(Rune rune) => rune.Value switch
    {
        >= 0x1C4 and <= 0x1C6 => new Rune(0x1C5),
        >= 0x1C7 and <= 0x1C9 => new Rune(0x1C8),
        >= 0x1CA and <= 0x1CC => new Rune(0x1CB),
        >= 0x1F1 and <= 0x1F3 => new Rune(0x1F2),
        >= 0x10D0 and <= 0x10FF => rune,
        _ => ToUpper(rune),
    };
}
