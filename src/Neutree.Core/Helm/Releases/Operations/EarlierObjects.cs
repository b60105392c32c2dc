using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Records;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>
/// The objects that a release may have in the cluster: those of its last deployed revision, and those of revisions after it, which failed
/// but may have got that far. Helm looks at one revision only, so that what a failed upgrade made is nobody's afterwards.
/// </summary>
internal static class EarlierObjects
{
    public static async Task<IReadOnlyList<ManifestObject>> ReadAsync(
        IReadOnlyList<ReleaseRecord> history, ManifestReader reader, CancellationToken cancellationToken)
    {
        Dictionary<ObjectKey, ManifestObject> objects = [];
        foreach (ReleaseRecord record in Since(history).Reverse())
        {
            foreach (ManifestObject item in await reader.ReadEarlierAsync(record.Manifest, cancellationToken).ConfigureAwait(false))
            {
                if (!item.IsNamedByServer)
                {
                    objects.TryAdd(item.Key, item);
                }
            }
        }

        return [.. objects.Values];
    }

    /// <summary>The last revision that was deployed, and all after it; none from before the release was uninstalled.</summary>
    public static IEnumerable<ReleaseRecord> Since(IReadOnlyList<ReleaseRecord> history)
    {
        int after = history.LastOrDefault(static record => record.Status == ReleaseStatus.Uninstalled)?.Revision ?? 0;
        int from = history.LastOrDefault(static record => record.Status == ReleaseStatus.Deployed)?.Revision
            ?? history.LastOrDefault(static record => record.Status == ReleaseStatus.Superseded)?.Revision
            ?? 0;
        return history.Where(record => record.Revision > after && record.Revision >= from);
    }
}
