using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>Host names (RFC 1123): labels of letters, digits and hyphens.</summary>
internal static class HostnameFormat
{
    private const int MaximumLength = 253;
    private const int MaximumLabelLength = 63;

    public static string? Check(string value)
    {
        string name = value.EndsWith('.') ? value[..^1] : value;
        if (Encoding.UTF8.GetByteCount(name) > MaximumLength)
        {
            return "more than 253 characters long";
        }

        foreach (string label in name.Split('.'))
        {
            if (CheckLabel(label) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? CheckLabel(string label)
    {
        if (Encoding.UTF8.GetByteCount(label) is < 1 or > MaximumLabelLength)
        {
            return "label must be 1 to 63 characters long";
        }

        if (label[0] == '-' || label[^1] == '-')
        {
            return label[0] == '-' ? "label starts with hyphen" : "label ends with hyphen";
        }

        foreach (Rune rune in label.EnumerateRunes())
        {
            if (!rune.IsAscii || !(char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '-'))
            {
                return $"invalid character {GoText.Quote(rune)}";
            }
        }

        return null;
    }
}
