namespace Neutree.Core.Versions;

/// <summary>One part of a constraint: an operator, and a version of which minor or patch may be left open (<c>1.x</c>, <c>~2</c>).</summary>
/// <param name="Operator">What is asked for.</param>
/// <param name="Version">The version; open parts are 0.</param>
/// <param name="Open">Which of its parts is the first that is left open.</param>
internal sealed record VersionComparison(VersionOperator Operator, SemanticVersion Version, OpenPart Open)
{
    /// <summary>Whether a version satisfies this part.</summary>
    /// <param name="version">The version.</param>
    /// <param name="withPrereleases">Whether prereleases are wanted at all.</param>
    public bool IsSatisfiedBy(SemanticVersion version, bool withPrereleases)
    {
        if (version.Prerelease.Length > 0 && !withPrereleases)
        {
            return false;
        }

        return Operator switch
        {
            VersionOperator.Equal => Open == OpenPart.None ? version.Equals(Version) : IsNear(version),
            VersionOperator.NotEqual => IsOther(version),
            VersionOperator.Greater => IsGreater(version),
            VersionOperator.Less => version.CompareTo(Version) < 0,
            VersionOperator.GreaterOrEqual => version.CompareTo(Version) >= 0,
            VersionOperator.LessOrEqual => IsAtMost(version),
            VersionOperator.Tilde => IsNear(version),
            _ => IsCompatible(version),
        };
    }

    private bool IsOther(SemanticVersion version)
    {
        if (Open == OpenPart.None)
        {
            return !version.Equals(Version);
        }

        if (version.Major != Version.Major)
        {
            return true;
        }

        if (Open == OpenPart.Minor)
        {
            return false;
        }

        if (version.Minor != Version.Minor)
        {
            return true;
        }

        return Open == OpenPart.Patch
            ? PrereleaseOrder.Compare(version.Prerelease, Version.Prerelease) != 0
            : version.Patch != Version.Patch || !version.Equals(Version);
    }

    private bool IsGreater(SemanticVersion version)
    {
        if (Open is OpenPart.None or OpenPart.Major || version.Major != Version.Major)
        {
            return version.CompareTo(Version) > 0;
        }

        // ">11" begins at 12, ">11.1" at 11.2.
        return Open == OpenPart.Patch && version.Minor > Version.Minor;
    }

    private bool IsAtMost(SemanticVersion version)
    {
        if (Open == OpenPart.None)
        {
            return version.CompareTo(Version) <= 0;
        }

        return version.Major < Version.Major
            || (version.Major == Version.Major && (Open == OpenPart.Minor || version.Minor <= Version.Minor));
    }

    private bool IsNear(SemanticVersion version)
    {
        if (version.CompareTo(Version) < 0)
        {
            return false;
        }

        // "~0.0.0", and "*", take everything.
        bool takesAll = Version is { Major: 0, Minor: 0, Patch: 0 } && Open is OpenPart.None or OpenPart.Major;
        return takesAll || (version.Major == Version.Major && (Open == OpenPart.Minor || version.Minor == Version.Minor));
    }

    private bool IsCompatible(SemanticVersion version)
    {
        if (version.CompareTo(Version) < 0 || version.Major != Version.Major)
        {
            return false;
        }

        if (Version.Major > 0 || Open == OpenPart.Minor)
        {
            return true;
        }

        if (Version.Minor > 0 || Open == OpenPart.Patch)
        {
            return version.Minor == Version.Minor;
        }

        return version.Minor == 0 && version.Patch == Version.Patch;
    }
}
