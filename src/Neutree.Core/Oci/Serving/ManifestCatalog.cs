using System.Collections.Concurrent;

namespace Neutree.Core.Oci.Serving;

/// <summary>Follows the links between a folder's manifests; each is read and parsed once, since content under a digest never changes.</summary>
internal sealed class ManifestCatalog(FolderBlobs blobs)
{
    private readonly ConcurrentDictionary<Digest, ManifestLinks> _links = new();

    /// <summary>What the manifest links to, or null where it isn't there or can't be read as one.</summary>
    public async Task<ManifestLinks?> FindLinksAsync(Descriptor manifest, CancellationToken cancellationToken)
    {
        if (_links.TryGetValue(manifest.Digest, out ManifestLinks? links))
        {
            return links;
        }

        if (await blobs.TryReadAsync(manifest.Digest, ManifestContent.MaxSize, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return null;
        }

        try
        {
            return _links.GetOrAdd(manifest.Digest, ManifestLinks.Parse(content, manifest.MediaType));
        }
        catch (OciFormatException)
        {
            // Another tool may have put something else into the layout; it is served, but links nowhere.
            return null;
        }
    }

    /// <summary>All manifests of the repository, each once: those with an entry, and those inside its indexes.</summary>
    public async Task<IReadOnlyList<(Descriptor Descriptor, ManifestLinks? Links)>> ListAsync(FolderIndex index, string repository, CancellationToken cancellationToken) =>
        await WalkAsync(index.Of(repository).Select(entry => entry.Descriptor), cancellationToken).ConfigureAwait(false);

    /// <summary>The descriptor of a manifest that belongs to the repository, or null.</summary>
    public async Task<Descriptor?> FindAsync(FolderIndex index, string repository, Digest digest, CancellationToken cancellationToken)
    {
        if (index.FindDigest(repository, digest) is { } entry)
        {
            return entry.Descriptor;
        }

        IEnumerable<Descriptor> indexes = index.Of(repository).Select(candidate => candidate.Descriptor).Where(candidate => MediaTypes.IsIndex(candidate.MediaType));
        foreach ((Descriptor descriptor, _) in await WalkAsync(indexes, cancellationToken).ConfigureAwait(false))
        {
            if (descriptor.Digest == digest && blobs.FindSize(digest) is not null)
            {
                return descriptor;
            }
        }

        return null;
    }

    /// <summary>Whether anything in the folder still needs the content.</summary>
    public async Task<Descriptor?> FindUserAsync(FolderIndex index, Digest digest, CancellationToken cancellationToken)
    {
        foreach ((Descriptor descriptor, ManifestLinks? links) in await WalkAsync(index.Entries.Select(entry => entry.Descriptor), cancellationToken).ConfigureAwait(false))
        {
            if (descriptor.Digest == digest || (links is not null && links.Blobs.Concat(links.Children).Any(linked => linked.Digest == digest)))
            {
                return descriptor;
            }
        }

        return null;
    }

    /// <summary>Everything that an entry of the index needs, directly or through others: manifests, configs, layers.</summary>
    /// <exception cref="ServingException">A manifest that is there can't be read.</exception>
    public async Task<HashSet<Digest>> FindNeededAsync(FolderIndex index, CancellationToken cancellationToken)
    {
        HashSet<Digest> needed = [];
        foreach ((Descriptor descriptor, ManifestLinks? links) in await WalkAsync(index.Entries.Select(entry => entry.Descriptor), cancellationToken).ConfigureAwait(false))
        {
            needed.Add(descriptor.Digest);
            if (links is null && (MediaTypes.IsManifest(descriptor.MediaType) || MediaTypes.IsIndex(descriptor.MediaType)) && blobs.FindSize(descriptor.Digest) is not null)
            {
                throw new ServingException("Serving.UnreadableManifest", ErrorKind.InvalidData, $"manifest {descriptor.Digest} can't be read, so nobody knows what it needs: no blob is deleted")
                {
                    Target = descriptor.Digest.ToString(),
                    Recommendation = "Push the image again, or delete the manifest.",
                };
            }

            needed.UnionWith(links?.Blobs.Select(blob => blob.Digest) ?? []);
        }

        return needed;
    }

    private async Task<IReadOnlyList<(Descriptor Descriptor, ManifestLinks? Links)>> WalkAsync(IEnumerable<Descriptor> roots, CancellationToken cancellationToken)
    {
        List<(Descriptor, ManifestLinks?)> found = [];
        HashSet<Digest> seen = [];
        Queue<Descriptor> open = new(roots);
        while (open.TryDequeue(out Descriptor? descriptor))
        {
            if (!seen.Add(descriptor.Digest))
            {
                continue;
            }

            ManifestLinks? links = await FindLinksAsync(descriptor, cancellationToken).ConfigureAwait(false);
            found.Add((descriptor, links));
            foreach (Descriptor child in links?.Children ?? [])
            {
                open.Enqueue(child);
            }
        }

        return found;
    }
}
