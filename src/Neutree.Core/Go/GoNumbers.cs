using System.Globalization;
using System.Text;

namespace Neutree.Core.Go;

internal static class GoNumbers
{
    public static bool ParseInt(ReadOnlySpan<byte> text, int numberBase, int bits, out long value, out string? error)
    {
        error = null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    public static bool ParseUint(ReadOnlySpan<byte> text, int numberBase, int bits, out ulong value, out string? error)
    {
        error = null;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    public static bool ParseFloat(ReadOnlySpan<byte> text, int bits, out double value, out string? error)
    {
        error = null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
