using Neutree.Core.Versions;

namespace Neutree.Core.Helm.Charts;

/// <summary>Finds out how a chart holds its dependencies (Helm 4.1 <c>action.Dependency</c>).</summary>
internal static class ChartDependencyInspection
{
    public static ChartDependencyState Inspect(Chart chart, ChartDependency dependency, ChartLoader loader, CancellationToken cancellationToken)
    {
        string prefix = $"charts/{dependency.Name}-";
        List<ChartFile> archives = [.. chart.RawFiles.Where(file => IsArchive(file.Name, prefix))];
        if (archives.Count > 1)
        {
            // A name that begins with another's: redis-ha-1.0.0.tgz is no archive of redis.
            archives.RemoveAll(file => SemanticVersionReader.ReadStrict(file.Name[prefix.Length..^4], out _) is not null);
            if (archives.Count > 1)
            {
                return new ChartDependencyState(dependency, ChartDependencyStatus.TooManyMatches, Version: null);
            }
        }

        if (archives.Count == 1)
        {
            ChartMetadata packed = loader.LoadArchive(archives[0].Data.Span.ToArray(), archives[0].Name, cancellationToken).Metadata;
            return packed.Name == dependency.Name
                ? new ChartDependencyState(dependency, Compare(dependency.Version, packed.Version, ChartDependencyStatus.Ok), packed.Version)
                : new ChartDependencyState(dependency, ChartDependencyStatus.Misnamed, packed.Version);
        }

        return chart.Dependencies.LastOrDefault(inner => inner.Name == dependency.Name) is { } found
            ? new ChartDependencyState(dependency, Compare(dependency.Version, found.Metadata.Version, ChartDependencyStatus.Unpacked), found.Metadata.Version)
            : new ChartDependencyState(dependency, ChartDependencyStatus.Missing, Version: null);
    }

    private static bool IsArchive(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".tgz", StringComparison.Ordinal) && !name.AsSpan(prefix.Length).Contains('/');

    private static ChartDependencyStatus Compare(string range, string version, ChartDependencyStatus good) =>
        range == version ? good
        : !VersionConstraint.TryParse(range, out VersionConstraint? constraint) || !SemanticVersion.TryParse(version, out SemanticVersion? present)
            ? ChartDependencyStatus.InvalidVersion
        : constraint.IsSatisfiedBy(present) ? good
        : ChartDependencyStatus.WrongVersion;
}
