using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Shortens texts with dots (goutils 1.1 <c>AbbreviateFull</c>). Widths count bytes.</summary>
internal static class Abbreviation
{
    private static readonly GoString Dots = "...";

    /// <summary>At most <paramref name="width"/> bytes, beginning near <paramref name="left"/>; unchanged where the width is below <paramref name="shortest"/>.</summary>
    public static GoString Shorten(GoString text, nint left, nint width, int shortest)
    {
        if (width < shortest || text.Length <= width)
        {
            return text;
        }

        int kept = (int)width - Dots.Length;
        int offset = (int)nint.Min(left, text.Length);
        if (text.Length - offset < kept)
        {
            offset = text.Length - kept;
        }

        if (offset <= 4)
        {
            return text.Between(0, kept) + Dots;
        }

        return offset + kept < text.Length
            ? Dots + Shorten(text.Between(offset, text.Length), 0, kept, shortest: 4)
            : Dots + text.Between(text.Length - kept, text.Length);
    }
}
