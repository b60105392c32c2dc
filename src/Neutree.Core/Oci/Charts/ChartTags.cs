using Neutree.Core.Versions;

namespace Neutree.Core.Oci.Charts;

/// <summary>Which of a repository's tags a version or range of versions means (Helm 4.1 <c>registry.GetTagMatchingVersionOrConstraint</c>).</summary>
internal static class ChartTags
{
    /// <summary>The version of the highest tag that fits, or null where none does. Tags that are no versions don't count, as moving tags such as <c>latest</c> are.</summary>
    /// <param name="tags">The repository's tags.</param>
    /// <param name="range">A range; null or empty for any version that is no prerelease.</param>
    /// <exception cref="VersionException">The text is no range.</exception>
    public static string? FindHighest(IEnumerable<string> tags, string? range)
    {
        List<SemanticVersion> versions = [];
        foreach (string tag in tags)
        {
            string text = tag.Replace('_', '+');
            if (SemanticVersionReader.ReadStrict(text, out SemanticVersion? version) is null && version is not null)
            {
                if (text == range)
                {
                    return text;
                }

                versions.Add(version);
            }
        }

        VersionConstraint constraint = VersionConstraint.Parse(string.IsNullOrEmpty(range) ? "*" : range);
        SemanticVersion? highest = null;
        foreach (SemanticVersion version in versions)
        {
            if (constraint.IsSatisfiedBy(version) && (highest is null || version.CompareTo(highest) > 0))
            {
                highest = version;
            }
        }

        return highest?.Original;
    }
}
