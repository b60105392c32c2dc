using System.Runtime.CompilerServices;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages.Inspection;

/// <summary>Tells in which images and blobs two packages differ, and how many bytes a site that has one needs to get to the other.</summary>
public sealed class PackageComparer(ArchiveOptions options)
{
    /// <summary>Images first, in the newer package's order, then blobs; the unchanged ones only where they are wanted.</summary>
    /// <param name="older">The package that the site has.</param>
    /// <param name="newer">The other one.</param>
    /// <param name="includeUnchanged">Also yield what is the same in both.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">A package can't be read.</exception>
    public async IAsyncEnumerable<PackageDifference> CompareAsync(
        string older, string newer, bool includeUnchanged, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OrderedDictionary<string, SourceContent> old = await ReadAsync(older, cancellationToken).ConfigureAwait(false);
        OrderedDictionary<string, SourceContent> current = await ReadAsync(newer, cancellationToken).ConfigureAwait(false);
        Dictionary<Digest, long> oldBlobs = Blobs(old.Values);
        Dictionary<Digest, long> newBlobs = Blobs(current.Values);
        HashSet<Digest> shipped = [];
        foreach ((string name, SourceContent content) in current)
        {
            SourceContent? before = old.GetValueOrDefault(name);
            Dictionary<Digest, long> blobs = PackageBlobs.Of(content);
            PackageChange change = before is null ? PackageChange.Added
                : before.Digest == content.Digest ? PackageChange.Unchanged
                : PackageChange.Changed;
            long ship = blobs.Where(blob => !oldBlobs.ContainsKey(blob.Key) && shipped.Add(blob.Key)).Sum(blob => blob.Value);
            if (change != PackageChange.Unchanged || includeUnchanged)
            {
                yield return new PackageDifference
                {
                    Change = change,
                    Kind = "Image",
                    Name = name,
                    OldDigest = before?.Digest.ToString(),
                    NewDigest = content.Digest.ToString(),
                    Size = blobs.Values.Sum(),
                    BytesToShip = ship,
                };
            }
        }

        foreach ((string name, SourceContent content) in old.Where(image => !current.ContainsKey(image.Key)))
        {
            yield return new PackageDifference
            {
                Change = PackageChange.Removed,
                Kind = "Image",
                Name = name,
                OldDigest = content.Digest.ToString(),
                Size = PackageBlobs.Of(content).Values.Sum(),
            };
        }

        foreach ((Digest digest, long size) in newBlobs.Concat(oldBlobs.Where(blob => !newBlobs.ContainsKey(blob.Key))))
        {
            PackageChange change = !newBlobs.ContainsKey(digest) ? PackageChange.Removed
                : oldBlobs.ContainsKey(digest) ? PackageChange.Unchanged
                : PackageChange.Added;
            if (change != PackageChange.Unchanged || includeUnchanged)
            {
                yield return new PackageDifference
                {
                    Change = change,
                    Kind = "Blob",
                    Name = digest.ToString(),
                    Size = size,
                    BytesToShip = change == PackageChange.Added ? size : 0,
                };
            }
        }
    }

    private async Task<OrderedDictionary<string, SourceContent>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using ImportPackage package = await PackageReader.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
        OrderedDictionary<string, SourceContent> images = [];
        foreach (ImportItem item in package.Items)
        {
            if (item.Error is { } error)
            {
                throw error;
            }

            images[item.Name?.ToFamiliarString() ?? item.Image!.Content.Digest.ToString()] = item.Image!.Content;
        }

        return images;
    }

    private static Dictionary<Digest, long> Blobs(IEnumerable<SourceContent> images)
    {
        Dictionary<Digest, long> blobs = [];
        foreach ((Digest digest, long size) in images.SelectMany(PackageBlobs.Of))
        {
            blobs[digest] = size;
        }

        return blobs;
    }
}
