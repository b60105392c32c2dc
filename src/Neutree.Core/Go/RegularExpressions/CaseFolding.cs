using System.Text;

namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Runes that differ in case only (Unicode simple case folding, as Go's <c>unicode.SimpleFold</c> has it).</summary>
internal static class CaseFolding
{
    /// <summary>No rune before this one has another case.</summary>
    public const int First = 'A';

    /// <summary>No rune behind this one has another case.</summary>
    public const int Last = 0x1E943;

    /// <summary>The families of more than an upper and a lower case, and pairs that upper and lower case alone don't join.</summary>
    private static readonly string[] Families =
    [
        "Kk\u212a", "Ss\u017f", "\u00c5\u00e5\u212b", "\u00b5\u039c\u03bc", "\u01c4\u01c5\u01c6", "\u01c7\u01c8\u01c9", "\u01ca\u01cb\u01cc",
        "\u01f1\u01f2\u01f3", "\u0345\u0399\u03b9\u1fbe", "\u0392\u03b2\u03d0", "\u0395\u03b5\u03f5", "\u0398\u03b8\u03d1\u03f4",
        "\u039a\u03ba\u03f0", "\u03a0\u03c0\u03d6", "\u03a1\u03c1\u03f1", "\u03a3\u03c2\u03c3", "\u03a6\u03c6\u03d5", "\u03a9\u03c9\u2126",
        "\u0412\u0432\u1c80", "\u0414\u0434\u1c81", "\u041e\u043e\u1c82", "\u0421\u0441\u1c83", "\u0422\u0442\u1c84\u1c85", "\u042a\u044a\u1c86",
        "\u0462\u0463\u1c87", "\u1c88\ua64a\ua64b", "\u1e60\u1e61\u1e9b", "\u00df\u1e9e",
    ];

    /// <summary>The other runes of a rune's family.</summary>
    public static IEnumerable<int> Others(int rune)
    {
        if (rune < First || rune > Last || !Rune.IsValid(rune) || rune is 0x130 or 0x131)
        {
            yield break;
        }

        bool mayHaveFamily = rune is 'K' or 'k' or 'S' or 's' or > 0x7F;
        if (mayHaveFamily && Array.Find(Families, family => family.Contains((char)rune) && rune < 0x10000) is { } found)
        {
            foreach (char other in found)
            {
                if (other != rune)
                {
                    yield return other;
                }
            }

            yield break;
        }

        Rune lower = GoUnicode.ToLower(new Rune(rune));
        Rune upper = GoUnicode.ToUpper(new Rune(rune));
        if (lower.Value != rune)
        {
            yield return lower.Value;
        }

        if (upper.Value != rune)
        {
            yield return upper.Value;
        }
    }
}
