using System.Globalization;
using System.Text;

namespace Neutree.Core.Templating.Functions;

/// <summary>Classes and case of runes as Go's package <c>unicode</c> has them.</summary>
internal static class Unicode
{
    public static bool IsSpace(int rune) => rune is (>= '\t' and <= '\r') or ' ' or 0x85 or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A)
        or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;

    public static bool IsUpper(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.UppercaseLetter;

    public static bool IsLower(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.LowercaseLetter;

    public static bool IsTitle(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    /// <summary>The framework leaves the Turkish i's alone; Go doesn't.</summary>
    public static Rune ToUpper(Rune rune) => rune.Value == 0x131 ? new Rune('I') : Rune.ToUpperInvariant(rune);

    public static Rune ToLower(Rune rune) => rune.Value == 0x130 ? new Rune('i') : Rune.ToLowerInvariant(rune);

    /// <summary>Title case differs from upper case for the Latin digraphs and for Georgian, which has none.</summary>
    public static Rune ToTitle(Rune rune) => rune.Value switch
    {
        0x1C4 or 0x1C5 or 0x1C6 => new Rune(0x1C5),
        0x1C7 or 0x1C8 or 0x1C9 => new Rune(0x1C8),
        0x1CA or 0x1CB or 0x1CC => new Rune(0x1CB),
        0x1F1 or 0x1F2 or 0x1F3 => new Rune(0x1F2),
        >= 0x10D0 and <= 0x10FF => rune,
        _ => ToUpper(rune),
    };
}
