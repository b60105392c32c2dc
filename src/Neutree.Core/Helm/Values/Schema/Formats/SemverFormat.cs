using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>Versions (semver.org 2.0.0).</summary>
internal static class SemverFormat
{
    private static readonly string[] Numbers = ["major", "minor", "patch"];

    public static string? Check(string value)
    {
        string version = value;
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0)
        {
            if (CheckBuild(version[(plus + 1)..]) is { } problem)
            {
                return problem;
            }

            version = version[..plus];
        }

        int hyphen = version.IndexOf('-', StringComparison.Ordinal);
        if (hyphen >= 0)
        {
            if (CheckPreRelease(version[(hyphen + 1)..]) is { } problem)
            {
                return problem;
            }

            version = version[..hyphen];
        }

        return CheckCore(version.Split('.'));
    }

    private static string? CheckBuild(string build)
    {
        if (build.Length == 0)
        {
            return "build is empty";
        }

        foreach (string identifier in build.Split('.'))
        {
            if (identifier.Length == 0)
            {
                return "build identifier is empty";
            }

            if (FirstInvalid(identifier) is { } rune)
            {
                return $"invalid character {GoText.Quote(rune)} in build identifier";
            }
        }

        return null;
    }

    private static string? CheckPreRelease(string preRelease)
    {
        foreach (string identifier in preRelease.Split('.'))
        {
            if (identifier.Length == 0)
            {
                return "pre-release identifier is empty";
            }

            if (FirstInvalid(identifier) is { } rune)
            {
                return $"invalid character {GoText.Quote(rune)} in pre-release identifier";
            }

            if (identifier.Length > 1 && identifier[0] == '0' && identifier.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
            {
                return "pre-release numeric identifier starts with zero";
            }
        }

        return null;
    }

    private static string? CheckCore(string[] numbers)
    {
        if (numbers.Length != Numbers.Length)
        {
            return "versionCore must have 3 numbers separated by dot";
        }

        for (int index = 0; index < numbers.Length; index++)
        {
            string number = numbers[index];
            string? problem = number.Length == 0 ? "is empty"
                : number.Length > 1 && number[0] == '0' ? "starts with zero"
                : number.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0 ? "contains non-digit"
                : null;
            if (problem is not null)
            {
                return $"{Numbers[index]} {problem}";
            }
        }

        return null;
    }

    private static Rune? FirstInvalid(string identifier)
    {
        foreach (Rune rune in identifier.EnumerateRunes())
        {
            if (!rune.IsAscii || !(char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '-'))
            {
                return rune;
            }
        }

        return null;
    }
}
