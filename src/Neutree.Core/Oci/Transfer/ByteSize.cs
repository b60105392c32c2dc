using System.Globalization;

namespace Neutree.Core.Oci.Transfer;

/// <summary>Sizes as people read them, in powers of 1024.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary><c>512 B</c>, <c>3.4 MiB</c>, <c>812 MiB</c>: three digits at most, one behind the point below ten units.</summary>
    public static string Format(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        string number = unit == 0 || value >= 9.95
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : value.ToString("0.0", CultureInfo.InvariantCulture);
        return number + " " + Units[unit];
    }
}
