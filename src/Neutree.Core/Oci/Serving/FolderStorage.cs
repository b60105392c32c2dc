namespace Neutree.Core.Oci.Serving;

/// <summary>The registry in a folder: what the server and <see cref="RegistryFolder"/> both work on.</summary>
internal sealed class FolderStorage : IRegistryStorage, IDisposable
{
    private readonly FolderIndexFile _index;
    private readonly ManifestCatalog _catalog;

    public FolderStorage(string folder)
    {
        Blobs = new FolderBlobs(folder);
        Uploads = new FolderUploads(folder, Blobs);
        _index = new FolderIndexFile(folder);
        _catalog = new ManifestCatalog(Blobs);
    }

    public FolderBlobs Blobs { get; }

    public FolderUploads Uploads { get; }

    public Task CreateIndexAsync(CancellationToken cancellationToken) => _index.CreateAsync(cancellationToken);

    public Task<FolderIndex> ReadIndexAsync(CancellationToken cancellationToken) => _index.ReadAsync(cancellationToken);

    public async Task<IReadOnlyList<string>> ListRepositoriesAsync(CancellationToken cancellationToken) =>
        (await _index.ReadAsync(cancellationToken).ConfigureAwait(false)).Repositories;

    public async Task<IReadOnlyList<string>?> FindTagsAsync(string repository, CancellationToken cancellationToken)
    {
        IReadOnlyList<FolderEntry> entries = (await _index.ReadAsync(cancellationToken).ConfigureAwait(false)).Of(repository);
        return entries.Count == 0
            ? null
            : [.. entries.Where(entry => entry.Tag is not null).Select(entry => entry.Tag!).Distinct().Order(StringComparer.Ordinal)];
    }

    public async Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken)
    {
        FolderIndex index = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        Descriptor? descriptor = Digest.TryParse(tagOrDigest, out Digest digest)
            ? await _catalog.FindAsync(index, repository, digest, cancellationToken).ConfigureAwait(false)
            : index.FindTag(repository, tagOrDigest)?.Descriptor;
        return descriptor is not null
            && await Blobs.TryReadAsync(descriptor.Digest, ManifestContent.MaxSize, cancellationToken).ConfigureAwait(false) is { } content
                ? new ManifestContent(descriptor.MediaType, content, descriptor.Digest)
                : null;
    }

    public async Task<IReadOnlyList<Descriptor>> ListReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        FolderIndex index = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. from manifest in await _catalog.ListAsync(index, repository, cancellationToken).ConfigureAwait(false)
               where manifest.Links?.Subject?.Digest == subject
               select new Descriptor(manifest.Links!.MediaType, manifest.Descriptor.Digest, manifest.Descriptor.Size)
               {
                   ArtifactType = manifest.Links.ArtifactType,
                   Annotations = manifest.Links.Annotations,
               },
        ];
    }

    public Task<long?> FindBlobSizeAsync(string repository, Digest digest, CancellationToken cancellationToken) => Task.FromResult(Blobs.FindSize(digest));

    public Task<Stream?> TryOpenBlobAsync(string repository, Digest digest, long offset, CancellationToken cancellationToken) =>
        Task.FromResult(Blobs.TryOpen(digest, offset));

    /// <summary>Stores a manifest or index, bytes unchanged, once everything it needs is there.</summary>
    /// <returns>Its digest, and its links.</returns>
    /// <exception cref="ServingException">Too large, unreadable, another digest than stated, or something it points at is missing.</exception>
    public async Task<(Digest Digest, ManifestLinks Links)> PutManifestAsync(
        string repository,
        string tagOrDigest,
        string? mediaType,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken)
    {
        (Digest digest, ManifestLinks links) = ManifestChecks.Read(tagOrDigest, mediaType, content);
        string? tag = digest.ToString() == tagOrDigest ? null : tagOrDigest;
        await _index.ChangeAsync(
            async index =>
            {
                ManifestChecks.RequireBlobs(links, Blobs);
                foreach (Descriptor child in links.Children.Where(child => child.Data is null))
                {
                    if (await _catalog.FindAsync(index, repository, child.Digest, cancellationToken).ConfigureAwait(false) is null)
                    {
                        throw ManifestChecks.Missing("manifest", child.Digest);
                    }
                }

                await WriteManifestFileAsync(digest, content, cancellationToken).ConfigureAwait(false);
                return index.WithManifest(repository, tag, new Descriptor(links.MediaType, digest, content.Length));
            },
            afterwards: null,
            cancellationToken).ConfigureAwait(false);
        return (digest, links);
    }

    /// <summary>Takes a tag away; its manifest stays. False where there is no such tag.</summary>
    public async Task<bool> DeleteTagAsync(string repository, string tag, CancellationToken cancellationToken)
    {
        bool found = false;
        await _index.ChangeAsync(
            index =>
            {
                found = index.FindTag(repository, tag) is not null;
                return Task.FromResult(index.WithoutTag(repository, tag));
            },
            afterwards: null,
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>Takes a manifest and all its tags away. False where the repository has no such manifest.</summary>
    /// <exception cref="ServingException"><c>Serving.InUse</c>: an index of the repository holds it.</exception>
    public async Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        bool found = false;
        await _index.ChangeAsync(
            async index =>
            {
                foreach ((Descriptor parent, ManifestLinks? links) in await _catalog.ListAsync(index, repository, cancellationToken).ConfigureAwait(false))
                {
                    if (links is not null && links.Children.Any(child => child.Digest == digest))
                    {
                        throw InUse("manifest", digest, parent.Digest);
                    }
                }

                found = index.FindDigest(repository, digest) is not null;
                return found ? index.WithoutManifest(repository, digest) : index;
            },
            index => found ? DeleteIfUnusedAsync(index, digest, cancellationToken) : Task.CompletedTask,
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>Deletes a blob from the folder. False where there is none.</summary>
    /// <exception cref="ServingException"><c>Serving.InUse</c>: a manifest of some repository needs it.</exception>
    public async Task<bool> DeleteBlobAsync(Digest digest, CancellationToken cancellationToken)
    {
        bool found = false;
        await _index.ChangeAsync(
            async index =>
            {
                found = Blobs.FindSize(digest) is not null;
                if (found && await _catalog.FindUserAsync(index, digest, cancellationToken).ConfigureAwait(false) is { } user)
                {
                    throw InUse("blob", digest, user.Digest);
                }

                Blobs.Delete(digest);
                return index;
            },
            afterwards: null,
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>Manifests that have no tag, are older than <paramref name="oldest"/>, and that neither an index nor a subject in their repository holds.</summary>
    public async Task<IReadOnlyList<(string Repository, Digest Digest)>> FindUntaggedAsync(DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        FolderIndex index = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        List<(string, Digest)> untagged = [];
        foreach (string repository in index.Repositories)
        {
            IReadOnlyList<(Descriptor Descriptor, ManifestLinks? Links)> manifests = await _catalog.ListAsync(index, repository, cancellationToken).ConfigureAwait(false);
            HashSet<Digest> all = [.. manifests.Select(static manifest => manifest.Descriptor.Digest)];
            HashSet<Digest> children = [.. manifests.SelectMany(static manifest => manifest.Links?.Children ?? []).Select(static child => child.Digest)];
            untagged.AddRange(
                from entry in index.Of(repository)
                where entry.Tag is null
                let digest = entry.Descriptor.Digest
                let subject = manifests.First(manifest => manifest.Descriptor.Digest == digest).Links?.Subject?.Digest
                where !children.Contains(digest) && (subject is null || !all.Contains(subject.Value)) && Blobs.IsOlder(digest, oldest)
                select (repository, digest));
        }

        return untagged;
    }

    /// <summary>Blobs that no manifest of the folder needs and that are older than <paramref name="oldest"/>, found with the lock held.</summary>
    /// <param name="oldest">Younger ones may belong to a push that is under way.</param>
    /// <param name="delete">Whether to delete them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServingException">A manifest can't be read, so that nobody knows what it needs.</exception>
    public async Task<IReadOnlyList<(Digest Digest, long Size)>> CollectAsync(DateTimeOffset oldest, bool delete, CancellationToken cancellationToken)
    {
        List<(Digest, long)> unneeded = [];
        await _index.ChangeAsync(
            async index =>
            {
                HashSet<Digest> needed = await _catalog.FindNeededAsync(index, cancellationToken).ConfigureAwait(false);
                foreach ((Digest digest, long size) in Blobs.List().Where(blob => !needed.Contains(blob.Digest) && Blobs.IsOlder(blob.Digest, oldest)))
                {
                    unneeded.Add((digest, size));
                    if (delete)
                    {
                        Blobs.Delete(digest);
                    }
                }

                return index;
            },
            afterwards: null,
            cancellationToken).ConfigureAwait(false);
        return unneeded;
    }

    public void Dispose()
    {
        Uploads.Dispose();
        _index.Dispose();
    }

    private static ServingException InUse(string what, Digest digest, Digest user) =>
        new("Serving.InUse", ErrorKind.NotSupported, $"{what} {digest} is not deleted: {user} needs it")
        {
            Target = digest.ToString(),
            Recommendation = $"Delete {user} first.",
        };

    private async Task DeleteIfUnusedAsync(FolderIndex index, Digest digest, CancellationToken cancellationToken)
    {
        if (await _catalog.FindUserAsync(index, digest, cancellationToken).ConfigureAwait(false) is null)
        {
            Blobs.Delete(digest);
        }
    }

    private async Task WriteManifestFileAsync(Digest digest, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (Blobs.FindSize(digest) == content.Length)
        {
            return;
        }

        string path = Uploads.NewPath();
        await File.WriteAllBytesAsync(path, content, cancellationToken).ConfigureAwait(false);
        Blobs.Commit(path, digest);
    }
}
