using System.Globalization;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>
/// Classes of characters as Go's <c>unicode</c> package has them. The categories are .NET's, whose Unicode version is newer than the one of
/// Go 1.25 (15.0): they differ only in characters that were assigned since.
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
}
