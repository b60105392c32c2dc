using System.Globalization;

namespace Neutree.Core.Helm.Values.Schema.Patterns;

/// <summary>Named classes of RE2: Perl's, POSIX's, and Unicode's general categories by short and long name (Go 1.25).</summary>
internal static class UnicodeClasses
{
    private static readonly string[] Short =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm",
        "Sc", "Sk", "So", "Cn",
    ];

    private static readonly string[] Long =
    [
        "UppercaseLetter", "LowercaseLetter", "TitlecaseLetter", "ModifierLetter", "OtherLetter", "NonspacingMark", "SpacingMark", "EnclosingMark",
        "DecimalNumber", "LetterNumber", "OtherNumber", "SpaceSeparator", "LineSeparator", "ParagraphSeparator", "Control", "Format", "Surrogate",
        "PrivateUse", "ConnectorPunctuation", "DashPunctuation", "OpenPunctuation", "ClosePunctuation", "InitialPunctuation", "FinalPunctuation",
        "OtherPunctuation", "MathSymbol", "CurrencySymbol", "ModifierSymbol", "OtherSymbol", "Unassigned",
    ];

    /// <summary>Classes of several categories: long name, short name, categories.</summary>
    private static readonly (string Long, string Short, string Categories)[] Groups =
    [
        ("Letter", "L", "Lu Ll Lt Lm Lo"),
        ("CasedLetter", "LC", "Lu Ll Lt"),
        ("Mark", "M", "Mn Mc Me"),
        ("CombiningMark", "M", "Mn Mc Me"),
        ("Number", "N", "Nd Nl No"),
        ("Separator", "Z", "Zs Zl Zp"),
        ("Other", "C", "Cc Cf Cs Co Cn"),
        ("Punctuation", "P", "Pc Pd Ps Pe Pi Pf Po"),
        ("punct", "P", "Pc Pd Ps Pe Pi Pf Po"),
        ("Symbol", "S", "Sm Sc Sk So"),
        ("digit", "Nd", "Nd"),
        ("cntrl", "Cc", "Cc"),
    ];

    /// <summary><c>\d</c>, <c>\w</c>, <c>\s</c> by their lower-case letter; null for another.</summary>
    public static CodePointSet? Perl(char letter) => letter switch
    {
        'd' => Ascii("09"),
        'w' => Ascii("09AZaz__"),
        's' => Ascii("\t\n\f\r  "),
        _ => null,
    };

    /// <summary><c>alpha</c> of <c>[[:alpha:]]</c>; null for a name that POSIX doesn't know.</summary>
    public static CodePointSet? Posix(string name) => name switch
    {
        "alnum" => Ascii("09AZaz"),
        "alpha" => Ascii("AZaz"),
        "ascii" => Ascii("\0\x7f"),
        "blank" => Ascii("\t\t  "),
        "cntrl" => Ascii("\0\x1f\x7f\x7f"),
        "digit" => Ascii("09"),
        "graph" => Ascii("!~"),
        "lower" => Ascii("az"),
        "print" => Ascii(" ~"),
        "punct" => Ascii("!/:@[`{~"),
        "space" => Ascii("\t\r  "),
        "upper" => Ascii("AZ"),
        "word" => Ascii("09AZaz__"),
        "xdigit" => Ascii("09AFaf"),
        _ => null,
    };

    /// <summary>What <c>\p{…}</c> names; null for what isn't a general category.</summary>
    public static CodePointSet? Unicode(string name)
    {
        string plain = name.Replace("_", "", StringComparison.Ordinal);
        if (plain is "Any" or "ASCII")
        {
            return new CodePointSet().Add(0, plain == "Any" ? 0x10ffff : 0x7f);
        }

        if (plain == "Assigned")
        {
            return OfCategories(["Cn"]).Invert();
        }

        foreach ((string longName, string shortName, string categories) in Groups)
        {
            if (plain == longName || name == shortName)
            {
                return OfCategories(categories.Split(' '));
            }
        }

        int index = Math.Max(Array.IndexOf(Short, name), Array.IndexOf(Long, plain));
        return index < 0 ? null : OfCategories([Short[index]]);
    }

    // Pairs of first and last character.
    private static CodePointSet Ascii(string pairs)
    {
        CodePointSet set = new();
        for (int index = 0; index < pairs.Length; index += 2)
        {
            set.Add(pairs[index], pairs[index + 1]);
        }

        return set;
    }

    // Categories stand in the order of UnicodeCategory, so one pass over all code points finds the ranges.
    private static CodePointSet OfCategories(string[] names)
    {
        int wanted = names.Aggregate(0, (mask, name) => mask | (1 << Array.IndexOf(Short, name)));
        CodePointSet set = new();
        int first = -1;
        for (int code = 0; code <= 0x110000; code++)
        {
            bool isIn = code <= 0x10ffff && (wanted & (1 << (int)CharUnicodeInfo.GetUnicodeCategory(code))) != 0;
            if (isIn && first < 0)
            {
                first = code;
            }
            else if (!isIn && first >= 0)
            {
                set.Add(first, code - 1);
                first = -1;
            }
        }

        return set;
    }
}
