using System.Globalization;
using System.Text;

namespace Neutree.Core.Go;

internal static class GoNumbers
{
    public static bool TryParseInt(ReadOnlySpan<byte> text, int numberBase, int bits, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public static bool TryParseUint(ReadOnlySpan<byte> text, int numberBase, int bits, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public static bool TryParseFloat(ReadOnlySpan<byte> text, int bits, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
