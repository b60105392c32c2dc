using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Takes runes off both ends of a text (Go <c>strings.TrimSpace</c>, <c>strings.Trim</c>).</summary>
internal static class Trimming
{
    public static GoString Space(GoString text) => Trim(text, static (rune, _) => GoUnicode.IsSpace(rune), GoString.Empty);

    public static GoString All(GoString text, GoString cutset) => Trim(text, Contains, cutset);

    private static bool Contains(Rune rune, GoString cutset)
    {
        GoRunes runes = cutset.Runes;
        while (runes.MoveNext())
        {
            if (runes.Current == rune)
            {
                return true;
            }
        }

        return false;
    }

    private static GoString Trim(GoString text, Func<Rune, GoString, bool> cuts, GoString cutset)
    {
        int start = -1;
        int end = 0;
        GoRunes runes = text.Runes;
        while (runes.MoveNext())
        {
            if (!cuts(runes.Current, cutset))
            {
                start = start < 0 ? runes.Index : start;
                end = runes.Index + runes.Width;
            }
        }

        return start < 0 ? GoString.Empty : text.Between(start, end);
    }
}
