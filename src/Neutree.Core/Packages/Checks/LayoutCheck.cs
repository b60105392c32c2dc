using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Checks;

/// <summary>
/// Checks an image archive that this project wrote: every blob belongs to an image, every image has all its blobs but those that a delta declares absent,
/// and docker's list says what follows from the layout.
/// </summary>
internal static class LayoutCheck
{
    private const string BlobFolder = "blobs/";

    public static async Task RunAsync(
        ArchiveFiles package, string imageFile, ArchiveOptions options, PackageDelta? delta, FindingSink sink, CancellationToken cancellationToken)
    {
        if (imageFile.Length == 0 || package.Find(imageFile) is not { } file)
        {
            // The items that name it are reported already.
            return;
        }

        HashSet<Digest> absent = [.. (delta?.AbsentBlobs ?? []).Select(blob => blob.Digest)];
        ArchiveFiles inner = await package.OpenInnerAsync(file, options, cancellationToken).ConfigureAwait(false);
        await using (inner.ConfigureAwait(false))
        {
            IReadOnlyList<LayoutImage> images = await new LayoutReader(inner, absent).ReadAsync(cancellationToken).ConfigureAwait(false) ?? [];
            HashSet<Digest> needed = CheckPresence(images, absent, imageFile, sink);
            foreach (string name in inner.FileNames.Where(name => !IsNeeded(name, needed)))
            {
                sink.Error("Package.ExtraEntry", $"{imageFile}: {name}", "it belongs to no image of the package");
            }

            await CheckDockerListAsync(inner, images, delta is not null, imageFile, sink, cancellationToken).ConfigureAwait(false);
        }
    }

    private static HashSet<Digest> CheckPresence(IReadOnlyList<LayoutImage> images, HashSet<Digest> absent, string imageFile, FindingSink sink)
    {
        HashSet<Digest> needed = [];
        HashSet<Digest> missing = [];
        foreach (SourceContent content in images.SelectMany(image => TransferPlan.Manifests(image.Content)))
        {
            needed.Add(content.Digest);
            foreach (Descriptor child in content is StoredIndex index ? index.Missing : [])
            {
                sink.Error("Package.BlobMissing", $"{imageFile}: blob {child.Digest}", $"this image of the index {content.Digest} isn't inside, or not whole");
            }

            if (content is not StoredManifest manifest)
            {
                continue;
            }

            foreach (SourceBlob blob in manifest.Layers.Where(layer => !MediaTypes.IsNonDistributable(layer.MediaType)).Append(manifest.Config))
            {
                Digest digest = blob.Digest!.Value;
                needed.Add(digest);
                if (blob.Locator is null && missing.Add(digest) && !absent.Contains(digest))
                {
                    sink.Error("Package.BlobMissing", $"{imageFile}: blob {digest}", $"it isn't inside, though {manifest.Digest} needs it");
                }
            }
        }

        foreach (Digest digest in absent.Where(digest => !missing.Contains(digest)))
        {
            sink.Error(
                "Package.AbsenceWrong",
                $"{imageFile}: blob {digest}",
                needed.Contains(digest) ? "the manifest declares it absent, yet it is inside" : "the manifest declares it absent, yet no image needs it");
        }

        return needed;
    }

    private static bool IsNeeded(string name, HashSet<Digest> needed) =>
        name.StartsWith(BlobFolder, StringComparison.Ordinal)
            ? Digest.TryParse(name[BlobFolder.Length..].Replace('/', ':'), out Digest digest) && needed.Contains(digest)
            : name is "oci-layout" or "index.json" or "manifest.json";

    private static async Task CheckDockerListAsync(
        ArchiveFiles inner, IReadOnlyList<LayoutImage> images, bool isDelta, string imageFile, FindingSink sink, CancellationToken cancellationToken)
    {
        const string name = "manifest.json";
        ArchiveFile? list = inner.Find(name);
        if (isDelta || list is null)
        {
            if (isDelta != (list is null))
            {
                sink.Error("Package.DockerListMismatch", $"{imageFile}: {name}", isDelta ? "a delta has none, because docker can't load one" : "it isn't inside");
            }

            return;
        }

        Dictionary<Digest, ManifestContent> manifests = [];
        Dictionary<(string, string), Digest> tags = [];
        foreach (LayoutImage image in images)
        {
            foreach (SourceContent content in TransferPlan.Manifests(image.Content))
            {
                ManifestContent? written = content switch
                {
                    StoredManifest manifest => new ManifestContent(manifest.Manifest.MediaType, manifest.Manifest.Content, manifest.Digest),
                    StoredIndex index => new ManifestContent(index.Index.MediaType, index.Index.Content, index.Digest),
                    _ => null,
                };
                if (written is not null)
                {
                    manifests.TryAdd(written.Digest, written);
                }
            }

            foreach (string tagged in image.Names)
            {
                int colon = tagged.LastIndexOf(':');
                tags[(tagged[..Math.Max(0, colon)], tagged[(colon + 1)..])] = image.Content.Digest;
            }
        }

        ReadOnlyMemory<byte> expected = new ArchiveDocuments(manifests, new HashSet<Digest>()).CreateDockerList(tags);
        ReadOnlyMemory<byte> actual = await inner.ReadAllAsync(list, ManifestContent.MaxSize, cancellationToken).ConfigureAwait(false);
        if (!actual.Span.SequenceEqual(expected.Span))
        {
            sink.Error("Package.DockerListMismatch", $"{imageFile}: {name}", "docker's list doesn't say what follows from the OCI layout");
        }
    }
}
