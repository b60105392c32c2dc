using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Versions;

/// <summary>Reads constraints; errors are texts, so that asking costs no exception.</summary>
internal static class VersionConstraintReader
{
    /// <summary>Longer texts are no constraints; looking for ranges takes quadratic time in the worst case.</summary>
    private const int MaxLength = 10_000;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789|xX*");

    /// <summary>Reads a constraint.</summary>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? Read(string text, out VersionComparison[][] groups)
    {
        groups = [];
        if (text.Length > MaxLength)
        {
            return Improper(text[..MaxLength] + "…");
        }

        string[] parts = RewriteRanges(text).Split("||");
        VersionComparison[][] read = new VersionComparison[parts.Length][];
        for (int index = 0; index < parts.Length; index++)
        {
            List<VersionComparison> group = [];
            if (ReadGroup(parts[index], group) is { } error)
            {
                return error;
            }

            read[index] = [.. group];
        }

        groups = read;
        return null;
    }

    private static string? ReadGroup(string text, List<VersionComparison> group)
    {
        ReadOnlySpan<char> rest = text;
        SkipSpace(ref rest);
        string? error = null;
        bool isSeparated = true;
        while (isSeparated)
        {
            VersionOperator operation = TakeOperator(ref rest);
            SkipSpace(ref rest);
            if (!TryTakeVersion(ref rest, out LooseVersion version))
            {
                return Improper(text);
            }

            // A text that isn't a list of comparisons at all is told before a version in it that is none.
            if (ReadVersion(version, out SemanticVersion? semantic, out OpenPart open))
            {
                group.Add(new VersionComparison(operation, semantic, open));
            }
            else
            {
                error = "constraint parser error";
            }

            isSeparated = SkipSpace(ref rest);
            if (!rest.IsEmpty && rest[0] == ',')
            {
                rest = rest[1..];
                SkipSpace(ref rest);
                isSeparated = true;
            }
            else if (rest.IsEmpty)
            {
                return error;
            }
        }

        return Improper(text);
    }

    private static bool ReadVersion(in LooseVersion loose, [NotNullWhen(true)] out SemanticVersion? version, out OpenPart open)
    {
        (open, string text) = loose switch
        {
            _ when IsOpen(loose.Major) => (OpenPart.Major, $"0.0.0{loose.Prerelease}"),
            _ when IsOpen(loose.Minor) => (OpenPart.Minor, $"{loose.Major}.0.0{loose.Prerelease}"),
            _ when IsOpen(loose.Patch) => (OpenPart.Patch, $"{loose.Major}.{loose.Minor}.0{loose.Prerelease}"),
            _ => (OpenPart.None, loose.Text),
        };
        return SemanticVersion.TryParse(text, out version);
    }

    private static bool IsOpen(string part) => part is "" or "x" or "X" or "*";

    /// <summary>Replaces each <c>a - b</c> by two comparisons.</summary>
    private static string RewriteRanges(string text)
    {
        if (!text.Contains('-', StringComparison.Ordinal))
        {
            return text;
        }

        string rewritten = text;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<char> start = rest;
            SkipSpace(ref rest);
            ReadOnlySpan<char> range = rest;
            if (TryTakeVersion(ref range, out LooseVersion from) && TryTakeHyphen(ref range) && TryTakeVersion(ref range, out LooseVersion to))
            {
                SkipSpace(ref range);
                string found = start[..^range.Length].ToString();
                int index = rewritten.IndexOf(found, StringComparison.Ordinal);
                rewritten = $"{rewritten.AsSpan(0, index)}>= {from.Text}, <= {to.Text} {rewritten.AsSpan(index + found.Length)}";
                rest = range;
            }
            else
            {
                rest = rest.IsEmpty ? rest : rest[1..];
            }
        }

        return rewritten;
    }

    private static bool TryTakeHyphen(ref ReadOnlySpan<char> rest)
    {
        if (!SkipSpace(ref rest) || rest.IsEmpty || rest[0] != '-')
        {
            return false;
        }

        rest = rest[1..];
        return SkipSpace(ref rest);
    }

    private static VersionOperator TakeOperator(ref ReadOnlySpan<char> rest)
    {
        (VersionOperator operation, int length) = rest switch
        {
            ['!', '=', ..] => (VersionOperator.NotEqual, 2),
            ['>', '=', ..] or ['=', '>', ..] => (VersionOperator.GreaterOrEqual, 2),
            ['<', '=', ..] or ['=', '<', ..] => (VersionOperator.LessOrEqual, 2),
            ['~', '>', ..] => (VersionOperator.Tilde, 2),
            ['=', ..] => (VersionOperator.Equal, 1),
            ['>', ..] => (VersionOperator.Greater, 1),
            ['<', ..] => (VersionOperator.Less, 1),
            ['~', ..] => (VersionOperator.Tilde, 1),
            ['^', ..] => (VersionOperator.Caret, 1),
            _ => (VersionOperator.Equal, 0),
        };
        rest = rest[length..];
        return operation;
    }

    private static bool TryTakeVersion(ref ReadOnlySpan<char> rest, out LooseVersion version)
    {
        ReadOnlySpan<char> start = rest;
        ReadOnlySpan<char> next = rest.StartsWith("v") ? rest[1..] : rest;
        ReadOnlySpan<char> major = TakeNumber(ref next);
        if (major.IsEmpty)
        {
            version = default;
            return false;
        }

        ReadOnlySpan<char> minor = TakeSegment(ref next);
        ReadOnlySpan<char> patch = minor.IsEmpty ? [] : TakeSegment(ref next);
        ReadOnlySpan<char> prerelease = SemanticVersionReader.TakeIdentifiers(ref next, '-');
        _ = SemanticVersionReader.TakeIdentifiers(ref next, '+');
        version = new LooseVersion(
            start[..^next.Length].ToString(), major.ToString(), minor.ToString(), patch.ToString(), prerelease.IsEmpty ? "" : $"-{prerelease}");
        rest = next;
        return true;
    }

    private static ReadOnlySpan<char> TakeSegment(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] != '.' || !NumberCharacters.Contains(rest[1]))
        {
            return [];
        }

        rest = rest[1..];
        return TakeNumber(ref rest);
    }

    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> rest)
    {
        int length = rest.IndexOfAnyExcept(NumberCharacters) is >= 0 and int end ? end : rest.Length;
        ReadOnlySpan<char> number = rest[..length];
        rest = rest[length..];
        return number;
    }

    private static bool SkipSpace(ref ReadOnlySpan<char> rest)
    {
        int length = rest.IndexOfAnyExcept(" \t\n\f\r") is >= 0 and int end ? end : rest.Length;
        rest = rest[length..];
        return length > 0;
    }

    private static string Improper(string text) => "improper constraint: " + text;

    /// <summary>A version of a constraint before its open parts are settled.</summary>
    private readonly record struct LooseVersion(string Text, string Major, string Minor, string Patch, string Prerelease);
}
