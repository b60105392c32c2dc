using System.Globalization;

namespace Neutree.Core.Versions;

/// <summary>Order of prereleases (SemVer 2.0 §11.4): numbers before words, fewer identifiers before more.</summary>
internal static class PrereleaseOrder
{
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (!left.IsEmpty || !right.IsEmpty)
        {
            int difference = CompareIdentifiers(TakeIdentifier(ref left), TakeIdentifier(ref right));
            if (difference != 0)
            {
                return difference;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<char> TakeIdentifier(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOf('.');
        ReadOnlySpan<char> identifier = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return identifier;
    }

    private static int CompareIdentifiers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.Length.CompareTo(right.Length);
        }

        bool leftIsNumber = ulong.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out ulong leftNumber);
        bool rightIsNumber = ulong.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out ulong rightNumber);
        return (leftIsNumber, rightIsNumber) switch
        {
            (true, true) => leftNumber.CompareTo(rightNumber),
            (true, false) => -1,
            (false, true) => 1,
            _ => left.SequenceCompareTo(right),
        };
    }
}
