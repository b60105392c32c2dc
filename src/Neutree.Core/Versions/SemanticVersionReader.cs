using System.Buffers;
using System.Globalization;

namespace Neutree.Core.Versions;

/// <summary>Reads versions; errors are texts, so that asking costs no exception.</summary>
internal static class SemanticVersionReader
{
    private const string InvalidVersion = "invalid semantic version";
    private const string StartsWithZero = "version segment starts with 0";

    private static readonly SearchValues<char> IdentifierCharacters =
        SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Reads a version in its loose form.</summary>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? Read(string text, out SemanticVersion? version)
    {
        version = null;
        ReadOnlySpan<char> rest = text.AsSpan(text.StartsWith('v') ? 1 : 0);
        ReadOnlySpan<char> major = TakeDigits(ref rest);
        ReadOnlySpan<char> minor = TakeSegment(ref rest);
        ReadOnlySpan<char> patch = minor.IsEmpty ? [] : TakeSegment(ref rest);
        ReadOnlySpan<char> prerelease = TakeIdentifiers(ref rest, '-');
        ReadOnlySpan<char> metadata = TakeIdentifiers(ref rest, '+');
        if (major.IsEmpty || !rest.IsEmpty)
        {
            return InvalidVersion;
        }

        string? error = Number(major, out ulong majorNumber);
        error = Number(minor, out ulong minorNumber) is { } minorError ? error ?? minorError : error;
        error = Number(patch, out ulong patchNumber) is { } patchError ? error ?? patchError : error;
        if (error is not null)
        {
            return "error parsing version segment: " + error;
        }

        error = prerelease.IsEmpty ? null : PrereleaseError(prerelease);
        version = error is null
            ? new SemanticVersion(majorNumber, minorNumber, patchNumber, prerelease.ToString(), metadata.ToString(), text)
            : null;
        return error;
    }

    /// <summary>Reads a version as the specification has it.</summary>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? ReadStrict(string text, out SemanticVersion? version)
    {
        version = null;
        if (text.Length == 0)
        {
            return "version string empty";
        }

        string[] parts = text.Split('.', 3);
        if (parts.Length != 3)
        {
            return InvalidVersion;
        }

        (parts[2], string? metadata) = Cut(parts[2], '+');
        (parts[2], string? prerelease) = Cut(parts[2], '-');
        string? error = (metadata is null ? null : MetadataError(metadata)) ?? (prerelease is null ? null : PrereleaseError(prerelease));
        if (error is not null)
        {
            return error;
        }

        foreach (string part in parts)
        {
            if (part.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                return "invalid characters in version";
            }

            if (part.Length > 1 && part[0] == '0')
            {
                return StartsWithZero;
            }
        }

        Span<ulong> numbers = stackalloc ulong[3];
        for (int index = 0; index < parts.Length && error is null; index++)
        {
            error = parts[index].Length == 0 ? ParseError("", "invalid syntax") : Number(parts[index], out numbers[index]);
        }

        version = error is null ? new SemanticVersion(numbers[0], numbers[1], numbers[2], prerelease ?? "", metadata ?? "", text) : null;
        return error;
    }

    /// <summary>What is wrong with a prerelease, or null.</summary>
    public static string? PrereleaseError(ReadOnlySpan<char> prerelease)
    {
        foreach (Range range in prerelease.Split('.'))
        {
            ReadOnlySpan<char> identifier = prerelease[range];
            if (identifier.IsEmpty || identifier.ContainsAnyExcept(IdentifierCharacters))
            {
                return "invalid prerelease string";
            }

            if (identifier.Length > 1 && identifier[0] == '0' && !identifier.ContainsAnyExceptInRange('0', '9'))
            {
                return StartsWithZero;
            }
        }

        return null;
    }

    /// <summary>What is wrong with metadata, or null.</summary>
    public static string? MetadataError(ReadOnlySpan<char> metadata)
    {
        foreach (Range range in metadata.Split('.'))
        {
            if (metadata[range].IsEmpty || metadata[range].ContainsAnyExcept(IdentifierCharacters))
            {
                return "invalid metadata string";
            }
        }

        return null;
    }

    /// <summary>Takes dot-separated identifiers behind a sign off the text; where they are none, nothing.</summary>
    public static ReadOnlySpan<char> TakeIdentifiers(ref ReadOnlySpan<char> rest, char sign)
    {
        if (rest.IsEmpty || rest[0] != sign)
        {
            return [];
        }

        int end = 1 + IdentifierLength(rest[1..]);
        if (end == 1)
        {
            return [];
        }

        while (end < rest.Length && rest[end] == '.' && IdentifierLength(rest[(end + 1)..]) is > 0 and int length)
        {
            end += 1 + length;
        }

        ReadOnlySpan<char> identifiers = rest[1..end];
        rest = rest[end..];
        return identifiers;
    }

    private static int IdentifierLength(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExcept(IdentifierCharacters) is >= 0 and int length ? length : text.Length;

    private static ReadOnlySpan<char> TakeSegment(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] != '.' || !char.IsAsciiDigit(rest[1]))
        {
            return [];
        }

        rest = rest[1..];
        return TakeDigits(ref rest);
    }

    private static ReadOnlySpan<char> TakeDigits(ref ReadOnlySpan<char> rest)
    {
        int length = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and int end ? end : rest.Length;
        ReadOnlySpan<char> digits = rest[..length];
        rest = rest[length..];
        return digits;
    }

    private static (string Text, string? Extra) Cut(string text, char sign)
    {
        int index = text.IndexOf(sign, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    /// <summary>Reads digits; none are zero.</summary>
    private static string? Number(ReadOnlySpan<char> digits, out ulong number)
    {
        number = 0;
        return digits.IsEmpty || ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? null
            : ParseError(digits, "value out of range");
    }

    private static string ParseError(ReadOnlySpan<char> digits, string reason) => $"strconv.ParseUint: parsing \"{digits}\": {reason}";
}
