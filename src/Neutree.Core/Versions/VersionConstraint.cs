using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Versions;

/// <summary>
/// A range of versions as Masterminds semver 3.4 has it: comparisons (<c>= != &gt; &lt; &gt;= =&gt; &lt;= =&lt; ~ ~&gt; ^</c>) joined by spaces or
/// commas, groups of them by <c>||</c>, ranges <c>1.2 - 2.3</c>, wildcards <c>x X *</c>. A group that names no prerelease matches none.
/// </summary>
internal sealed class VersionConstraint
{
    private readonly VersionComparison[][] _groups;
    private readonly string _text;

    private VersionConstraint(string text, VersionComparison[][] groups)
    {
        _text = text;
        _groups = groups;
    }

    /// <summary>Reads a constraint.</summary>
    /// <exception cref="VersionException">The text is no constraint.</exception>
    public static VersionConstraint Parse(string text)
    {
        string? error = VersionConstraintReader.Read(text, out VersionComparison[][] groups);
        return error is null ? new VersionConstraint(text, groups) : throw new VersionException(error);
    }

    /// <summary>Reads as <see cref="Parse"/> does.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionConstraint? constraint)
    {
        constraint = VersionConstraintReader.Read(text, out VersionComparison[][] groups) is null ? new VersionConstraint(text, groups) : null;
        return constraint is not null;
    }

    /// <summary>Whether a version lies in the range.</summary>
    public bool IsSatisfiedBy(SemanticVersion version)
    {
        foreach (VersionComparison[] group in _groups)
        {
            bool withPrereleases = Array.Exists(group, static comparison => comparison.Version.Prerelease.Length > 0);
            if (Array.TrueForAll(group, comparison => comparison.IsSatisfiedBy(version, withPrereleases)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text it was read from.</summary>
    public override string ToString() => _text;
}
