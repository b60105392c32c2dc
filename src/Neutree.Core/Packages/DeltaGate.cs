using System.Collections.Concurrent;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages;

/// <summary>Makes sure, before anything is written, that the blobs a delta leaves out are where it goes.</summary>
internal static class DeltaGate
{
    private const int ParallelRequests = 8;

    /// <summary>Which repository of the target holds which blob that the delta leaves out.</summary>
    public static IReadOnlyDictionary<Digest, string> HoldersOf(PackageDelta? delta, TargetNaming naming)
    {
        Dictionary<Digest, string> holders = [];
        foreach (AbsentBlob blob in delta?.AbsentBlobs ?? [])
        {
            if (ImageReference.TryParse(blob.ImageName, out ImageReference? image))
            {
                holders[blob.Digest] = naming.NameOf(image!).Repository;
            }
        }

        return holders;
    }

    /// <exception cref="PackageException">Blobs are missing: the base has not been imported there.</exception>
    public static async Task PassAsync(
        PackageDelta? delta, IReadOnlyList<TransferItem> items, IImageTarget target, string package, CancellationToken cancellationToken)
    {
        HashSet<Digest> absent = [.. (delta?.AbsentBlobs ?? []).Select(blob => blob.Digest)];
        HashSet<(Digest Digest, string Repository)> needs = [.. items.SelectMany(item => TransferPlan
            .Manifests(item.Image.Content)
            .OfType<StoredManifest>()
            .SelectMany(manifest => manifest.Layers.Append(manifest.Config))
            .Select(blob => (Digest: blob.Digest!.Value, item.Repository))
            .Where(need => absent.Contains(need.Digest)))];
        ConcurrentBag<Digest> missing = [];
        ParallelOptions limit = new() { MaxDegreeOfParallelism = ParallelRequests, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(needs, limit, async (need, token) =>
        {
            string? holder = items[0].Holders.GetValueOrDefault(need.Digest);
            if (!await target.HasBlobAsync(need.Repository, need.Digest, token).ConfigureAwait(false)
                && (holder is null || holder == need.Repository || !await target.HasBlobAsync(holder, need.Digest, token).ConfigureAwait(false)))
            {
                missing.Add(need.Digest);
            }
        }).ConfigureAwait(false);
        if (!missing.IsEmpty)
        {
            List<Digest> digests = [.. missing.Distinct()];
            throw new PackageException(
                "Package.BaseMissing",
                ErrorKind.NotFound,
                $"{package} can't be imported: it is a delta, and {digests.Count} of the {absent.Count} blobs that it leaves out aren't in {target.Name} ({digests[0]}{(digests.Count > 1 ? ", …" : "")})")
            {
                Target = package,
                Recommendation = $"Import what it builds on first: {delta!.Base}",
            };
        }
    }
}
