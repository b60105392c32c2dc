using System.Text.RegularExpressions;

namespace Neutree.Core.Packages.Building;

/// <summary>Versions as they stand in names of packages.</summary>
internal static partial class ReleaseVersion
{
    public const string Latest = "latest";

    /// <summary>Whether a version is one that the chart takes on (spec 5.1): <c>v1.2.0</c>, <c>1.2.0-rc.1</c>.</summary>
    public static bool IsRelease(string? version) => version is not null && Release().IsMatch(version);

    /// <exception cref="PackageException">The word can't be part of a file name.</exception>
    public static string RequireFileWord(string word, string what) => FileWord().IsMatch(word)
        ? word
        : throw new PackageException("Package.InvalidName", ErrorKind.InvalidArgument, $"the {what} '{word}' can't be part of a file name")
        {
            Target = word,
            Recommendation = "Begin with a letter or digit, and go on with those and . _ - +.",
        };

    [GeneratedRegex(@"\Av?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?\z")]
    private static partial Regex Release();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+-]*\z")]
    private static partial Regex FileWord();
}
