namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>JSON pointers (RFC 6901) and relative ones (draft-handrews-relative-json-pointer).</summary>
internal static class PointerFormat
{
    public static string? Check(string value)
    {
        if (value.Length == 0)
        {
            return null;
        }

        if (value[0] != '/')
        {
            return "not starting with /";
        }

        for (int at = value.IndexOf('~', StringComparison.Ordinal); at >= 0; at = value.IndexOf('~', at + 1))
        {
            if (at + 1 == value.Length || value[at + 1] is not ('0' or '1'))
            {
                return "~ must be followed by 0 or 1";
            }
        }

        return null;
    }

    public static string? CheckRelative(string value)
    {
        int digits = value.AsSpan().IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? value.Length : digits;
        return digits == 0 ? "must start with non-negative integer"
            : digits > 1 && value[0] == '0' ? "starts with zero"
            : value.AsSpan(digits).SequenceEqual("#") ? null
            : Check(value[digits..]);
    }
}
