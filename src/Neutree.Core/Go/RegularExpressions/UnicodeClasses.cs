using System.Globalization;

namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Classes of characters that <c>\p{…}</c> names: general categories by short or long name, and scripts.</summary>
internal static class UnicodeClasses
{
    /// <summary>The runes of a class as pairs of first and last, sorted; null where the name is unknown.</summary>
    /// <param name="name">The name; case, spaces, hyphens and underscores don't count.</param>
    public static int[]? Find(string name)
    {
        string key = string.Concat(name.Where(static c => c is not (' ' or '-' or '_'))).ToLowerInvariant();
        UnicodeCategory[] categories = key switch
        {
            "any" => [.. Enum.GetValues<UnicodeCategory>()],
            "ascii" => [],
            "assigned" => [.. Enum.GetValues<UnicodeCategory>().Except([UnicodeCategory.OtherNotAssigned])],
            "l" or "letter" => [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter, UnicodeCategory.ModifierLetter, UnicodeCategory.OtherLetter],
            "lc" or "casedletter" => [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter],
            "lu" or "uppercaseletter" => [UnicodeCategory.UppercaseLetter],
            "ll" or "lowercaseletter" => [UnicodeCategory.LowercaseLetter],
            "lt" or "titlecaseletter" => [UnicodeCategory.TitlecaseLetter],
            "lm" or "modifierletter" => [UnicodeCategory.ModifierLetter],
            "lo" or "otherletter" => [UnicodeCategory.OtherLetter],
            "m" or "mark" or "combiningmark" => [UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark, UnicodeCategory.EnclosingMark],
            "mn" or "nonspacingmark" => [UnicodeCategory.NonSpacingMark],
            "mc" or "spacingmark" => [UnicodeCategory.SpacingCombiningMark],
            "me" or "enclosingmark" => [UnicodeCategory.EnclosingMark],
            "n" or "number" => [UnicodeCategory.DecimalDigitNumber, UnicodeCategory.LetterNumber, UnicodeCategory.OtherNumber],
            "nd" or "decimalnumber" or "digit" => [UnicodeCategory.DecimalDigitNumber],
            "nl" or "letternumber" => [UnicodeCategory.LetterNumber],
            "no" or "othernumber" => [UnicodeCategory.OtherNumber],
            "p" or "punctuation" or "punct" => [UnicodeCategory.ConnectorPunctuation, UnicodeCategory.DashPunctuation, UnicodeCategory.OpenPunctuation, UnicodeCategory.ClosePunctuation, UnicodeCategory.InitialQuotePunctuation, UnicodeCategory.FinalQuotePunctuation, UnicodeCategory.OtherPunctuation],
            "pc" or "connectorpunctuation" => [UnicodeCategory.ConnectorPunctuation],
            "pd" or "dashpunctuation" => [UnicodeCategory.DashPunctuation],
            "ps" or "openpunctuation" => [UnicodeCategory.OpenPunctuation],
            "pe" or "closepunctuation" => [UnicodeCategory.ClosePunctuation],
            "pi" or "initialpunctuation" => [UnicodeCategory.InitialQuotePunctuation],
            "pf" or "finalpunctuation" => [UnicodeCategory.FinalQuotePunctuation],
            "po" or "otherpunctuation" => [UnicodeCategory.OtherPunctuation],
            "s" or "symbol" => [UnicodeCategory.MathSymbol, UnicodeCategory.CurrencySymbol, UnicodeCategory.ModifierSymbol, UnicodeCategory.OtherSymbol],
            "sm" or "mathsymbol" => [UnicodeCategory.MathSymbol],
            "sc" or "currencysymbol" => [UnicodeCategory.CurrencySymbol],
            "sk" or "modifiersymbol" => [UnicodeCategory.ModifierSymbol],
            "so" or "othersymbol" => [UnicodeCategory.OtherSymbol],
            "z" or "separator" => [UnicodeCategory.SpaceSeparator, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator],
            "zs" or "spaceseparator" => [UnicodeCategory.SpaceSeparator],
            "zl" or "lineseparator" => [UnicodeCategory.LineSeparator],
            "zp" or "paragraphseparator" => [UnicodeCategory.ParagraphSeparator],
            "c" or "other" => [UnicodeCategory.Control, UnicodeCategory.Format, UnicodeCategory.Surrogate, UnicodeCategory.PrivateUse, UnicodeCategory.OtherNotAssigned],
            "cc" or "control" or "cntrl" => [UnicodeCategory.Control],
            "cf" or "format" => [UnicodeCategory.Format],
            "cs" or "surrogate" => [UnicodeCategory.Surrogate],
            "co" or "privateuse" => [UnicodeCategory.PrivateUse],
            "cn" or "unassigned" => [UnicodeCategory.OtherNotAssigned],
            _ => [],
        };
        return key == "ascii" ? [0, 0x7F] : categories.Length > 0 ? Collect(categories) : UnicodeScripts.Find(key);
    }

    private static int[] Collect(UnicodeCategory[] categories)
    {
        uint wanted = 0;
        foreach (UnicodeCategory category in categories)
        {
            wanted |= 1u << (int)category;
        }

        List<int> ranges = [];
        bool isInside = false;
        for (int rune = 0; rune <= RuneSet.LargestRune; rune++)
        {
            bool belongs = (wanted >> (int)CharUnicodeInfo.GetUnicodeCategory(rune) & 1) != 0;
            if (belongs != isInside)
            {
                ranges.Add(belongs ? rune : rune - 1);
                isInside = belongs;
            }
        }

        if (isInside)
        {
            ranges.Add(RuneSet.LargestRune);
        }

        return [.. ranges];
    }
}
