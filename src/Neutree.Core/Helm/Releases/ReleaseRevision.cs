using Neutree.Core.Helm.Releases.Records;

namespace Neutree.Core.Helm.Releases;

/// <summary>One line of a release's history.</summary>
/// <param name="Revision">From 1.</param>
/// <param name="Name">The release's name.</param>
/// <param name="Namespace">The release's namespace.</param>
/// <param name="Updated">When the revision was made.</param>
/// <param name="Status">One of <see cref="ReleaseStatus"/>.</param>
/// <param name="Chart">Name and version with a hyphen.</param>
/// <param name="AppVersion">Version of what the chart installs, or empty.</param>
/// <param name="Description">What was done, or why it failed.</param>
/// <param name="RollbackRevision">The revision that was brought back; 0 where it was no rollback, or where helm before 4.2 did it.</param>
public sealed record ReleaseRevision(
    int Revision, string Name, string Namespace, DateTimeOffset? Updated, string Status, string Chart, string AppVersion, string Description, int RollbackRevision)
{
    internal static ReleaseRevision Of(ReleaseRecord record) => new(
        record.Revision,
        record.Name,
        record.Namespace,
        record.LastDeployed,
        record.Status,
        $"{record.ChartName}-{record.ChartVersion}",
        record.AppVersion,
        record.Description,
        record.RollbackRevision);
}
