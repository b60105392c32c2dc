using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>UUIDs (RFC 4122): hexadecimal groups, any version.</summary>
internal static class UuidFormat
{
    private static readonly int[] Lengths = [8, 4, 4, 4, 12];

    public static string? Check(string value)
    {
        string[] groups = value.Split('-');
        if (groups.Length != Lengths.Length)
        {
            return $"must have {Lengths.Length} elements";
        }

        for (int index = 0; index < groups.Length; index++)
        {
            if (Encoding.UTF8.GetByteCount(groups[index]) != Lengths[index])
            {
                return $"element {index + 1} must be {Lengths[index]} characters long";
            }

            foreach (Rune rune in groups[index].EnumerateRunes())
            {
                if (!rune.IsAscii || !char.IsAsciiHexDigit((char)rune.Value))
                {
                    return $"non-hex character {GoText.Quote(rune)}";
                }
            }
        }

        return null;
    }
}
