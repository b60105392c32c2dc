using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Versions;

/// <summary>
/// A semantic version as Masterminds semver 3.4 reads it. Order and equality follow SemVer 2.0 §11: metadata doesn't count.
/// </summary>
[SuppressMessage("Design", "CA1036:Override methods on comparable types", Justification = "Order is asked for by name, never by operator.")]
internal sealed class SemanticVersion : IEquatable<SemanticVersion>, IComparable<SemanticVersion>
{
    /// <summary>A version from its parts; prerelease and metadata are taken as they are.</summary>
    public SemanticVersion(ulong major, ulong minor, ulong patch, string prerelease = "", string metadata = "", string? original = null)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease;
        Metadata = metadata;
        Original = original ?? ToString();
    }

    public ulong Major { get; }

    public ulong Minor { get; }

    public ulong Patch { get; }

    /// <summary>What follows the hyphen; empty for a release.</summary>
    public string Prerelease { get; }

    /// <summary>What follows the plus sign, or empty.</summary>
    public string Metadata { get; }

    /// <summary>The text it was read from.</summary>
    public string Original { get; }

    /// <summary>Reads a version that may have a <c>v</c> before it, leading zeros in its numbers, and lack minor and patch.</summary>
    /// <exception cref="VersionException">The text is no version.</exception>
    public static SemanticVersion Parse(string text)
    {
        string? error = SemanticVersionReader.Read(text, out SemanticVersion? version);
        return error is null ? version! : throw new VersionException(error);
    }

    /// <summary>Reads as <see cref="Parse"/> does.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SemanticVersion? version) =>
        SemanticVersionReader.Read(text, out version) is null && version is not null;

    /// <summary>Reads exactly what SemVer 2.0 allows.</summary>
    /// <exception cref="VersionException">The text is no version.</exception>
    public static SemanticVersion ParseStrict(string text)
    {
        string? error = SemanticVersionReader.ReadStrict(text, out SemanticVersion? version);
        return error is null ? version! : throw new VersionException(error);
    }

    /// <summary>The next patch version; for a prerelease, the version it leads to.</summary>
    public SemanticVersion IncrementPatch() => Next(Major, Minor, Prerelease.Length > 0 ? Patch : Patch + 1);

    /// <summary>The next minor version.</summary>
    public SemanticVersion IncrementMinor() => Next(Major, Minor + 1, patch: 0);

    /// <summary>The next major version.</summary>
    public SemanticVersion IncrementMajor() => Next(Major + 1, minor: 0, patch: 0);

    /// <summary>The same version with another prerelease.</summary>
    /// <exception cref="VersionException">The prerelease isn't dot-separated identifiers.</exception>
    public SemanticVersion WithPrerelease(string prerelease) =>
        prerelease.Length > 0 && SemanticVersionReader.PrereleaseError(prerelease) is { } error
            ? throw new VersionException(error)
            : Next(Major, Minor, Patch, prerelease, Metadata);

    /// <summary>The same version with other metadata.</summary>
    /// <exception cref="VersionException">The metadata isn't dot-separated identifiers.</exception>
    public SemanticVersion WithMetadata(string metadata) =>
        metadata.Length > 0 && SemanticVersionReader.MetadataError(metadata) is { } error
            ? throw new VersionException(error)
            : Next(Major, Minor, Patch, Prerelease, metadata);

    /// <summary>Negative, zero or positive as this version precedes, equals or follows the other.</summary>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        int difference = Major.CompareTo(other.Major);
        difference = difference != 0 ? difference : Minor.CompareTo(other.Minor);
        difference = difference != 0 ? difference : Patch.CompareTo(other.Patch);
        if (difference != 0)
        {
            return difference;
        }

        // A release follows its prereleases.
        return (Prerelease.Length, other.Prerelease.Length) switch
        {
            (0, 0) => 0,
            (0, _) => 1,
            (_, 0) => -1,
            _ => PrereleaseOrder.Compare(Prerelease, other.Prerelease),
        };
    }

    public bool Equals(SemanticVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as SemanticVersion);

    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch, Prerelease.Length == 0);

    /// <summary>The version in full, without a <c>v</c>.</summary>
    public override string ToString()
    {
        string prerelease = Prerelease.Length > 0 ? "-" + Prerelease : "";
        string metadata = Metadata.Length > 0 ? "+" + Metadata : "";
        return $"{Major}.{Minor}.{Patch}{prerelease}{metadata}";
    }

    private SemanticVersion Next(ulong major, ulong minor, ulong patch, string prerelease = "", string metadata = "")
    {
        SemanticVersion next = new(major, minor, patch, prerelease, metadata);
        return Original.StartsWith('v') ? new(major, minor, patch, prerelease, metadata, "v" + next) : next;
    }
}
