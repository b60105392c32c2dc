namespace Neutree.Core.Oci.Transfer;

/// <summary>
/// Decides what a tag stands for after a transfer. A tag that holds other platforms becomes an index of those and the new one; the same
/// platform is replaced. A whole index from the source is written as it is: it already says which platforms there are.
/// </summary>
internal sealed class TagWriter(IImageTarget target, bool replace) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Whether the tag already stands for this content, or for an index that holds it.</summary>
    public async Task<Digest?> FindPresentAsync(string repository, string tag, PlatformSelection selection, CancellationToken cancellationToken)
    {
        if (await target.FindManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false) is not { } existing)
        {
            return null;
        }

        if (selection.Content is not LooseImage && existing.Digest == selection.Content.Digest)
        {
            return existing.Digest;
        }

        bool isHeld = MediaTypes.IsIndex(existing.MediaType)
            ? !replace && await IndexHoldsAsync(repository, ImageIndex.Parse(existing.Content, existing.MediaType), selection, cancellationToken).ConfigureAwait(false)
            : MediaTypes.IsManifest(existing.MediaType) && ManifestIs(Manifest.Parse(existing.Content, existing.MediaType), selection.Content);
        return isHeld ? existing.Digest : null;
    }

    /// <summary>Writes the tag and returns the digest it now stands for.</summary>
    /// <param name="repository">Target repository; <paramref name="root"/> is stored there by digest already.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="root">Manifest or index of the transferred content.</param>
    /// <param name="selection">What was transferred.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Digest> WriteAsync(string repository, string tag, ManifestContent root, PlatformSelection selection, CancellationToken cancellationToken)
    {
        // Two images of a run may go to one tag (amd64, then arm64): the second must see what the first wrote.
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            bool isComplete = replace || (selection.Content is StoredIndex && selection.IsWhole);
            ManifestContent written = isComplete ? root : await JoinAsync(repository, tag, root, selection, cancellationToken).ConfigureAwait(false);
            await target.WriteManifestAsync(repository, tag, written, cancellationToken).ConfigureAwait(false);
            return written.Digest;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Whether the target has all that refers to the content: its manifests, and tags that attach them.</summary>
    public async Task<bool> HasReferrersAsync(string repository, SourceContent content, CancellationToken cancellationToken)
    {
        foreach (StoredManifest manifest in TransferPlan.Manifests(content).OfType<StoredManifest>())
        {
            bool isThere = manifest.AttachedTag is { } tag ? await IsAttachedAsync(repository, tag, manifest.Manifest, cancellationToken).ConfigureAwait(false)
                : manifest.Manifest.Subject is null
                    || await target.FindManifestAsync(repository, manifest.Digest.ToString(), cancellationToken).ConfigureAwait(false) is not null;
            if (!isThere)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a tag that attaches a manifest to an image, unless what is attached there already has all of it: a site may have added a signature of its own.</summary>
    public async Task AttachAsync(string repository, string tag, Manifest attached, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await IsAttachedAsync(repository, tag, attached, cancellationToken).ConfigureAwait(false))
            {
                await target.WriteManifestAsync(repository, tag, new ManifestContent(attached.MediaType, attached.Content, attached.Digest), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<bool> IsAttachedAsync(string repository, string tag, Manifest attached, CancellationToken cancellationToken)
    {
        if (await target.FindManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false) is not { } existing || !MediaTypes.IsManifest(existing.MediaType))
        {
            return false;
        }

        HashSet<Digest> held = [.. Manifest.Parse(existing.Content, existing.MediaType).Layers.Select(static layer => layer.Digest)];
        return existing.Digest == attached.Digest || (attached.Layers.Count > 0 && attached.Layers.All(layer => held.Contains(layer.Digest)));
    }

    private static bool ManifestIs(Manifest existing, SourceContent content) => content switch
    {
        LooseImage image => existing.Config.Digest == image.ConfigDigest,
        _ => existing.Digest == content.Digest,
    };

    private async Task<bool> IndexHoldsAsync(string repository, ImageIndex existing, PlatformSelection selection, CancellationToken cancellationToken)
    {
        switch (selection.Content)
        {
            case StoredIndex index:
                return !selection.IsWhole && index.Index.Manifests.All(entry => existing.Manifests.Any(held => held.Digest == entry.Digest));
            case LooseImage image:
                Descriptor? same = existing.Manifests.FirstOrDefault(entry => entry.Platform?.IsSameAs(image.Config.Platform) == true);
                return same is not null
                    && await target.FindManifestAsync(repository, same.Digest.ToString(), cancellationToken).ConfigureAwait(false) is { } manifest
                    && MediaTypes.IsManifest(manifest.MediaType)
                    && ManifestIs(Manifest.Parse(manifest.Content, manifest.MediaType), image);
            default:
                return existing.Manifests.Any(entry => entry.Digest == selection.Content.Digest);
        }
    }

    private async Task<ManifestContent> JoinAsync(
        string repository, string tag, ManifestContent root, PlatformSelection selection, CancellationToken cancellationToken)
    {
        IReadOnlyList<Descriptor> added = EntriesOf(root, selection.Content);
        if (!added.Any(HasPlatform)
            || await target.FindManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false) is not { } existing
            || existing.Digest == root.Digest)
        {
            return root;
        }

        (IReadOnlyList<Descriptor> held, IReadOnlyDictionary<string, string>? annotations) =
            await ReadEntriesAsync(repository, existing, cancellationToken).ConfigureAwait(false);
        HashSet<Digest> replaced = [.. held.Where(entry => added.Any(fresh => IsSamePlace(entry, fresh))).Select(entry => entry.Digest)];
        List<Descriptor> kept = [.. held.Where(entry =>
            !replaced.Contains(entry.Digest)
            && !(entry.AttestedDigest is { } subject && replaced.Contains(subject)))];
        if (!kept.Any(HasPlatform))
        {
            return root;
        }

        ImageIndex joined = ImageIndex.Create(kept.Concat(added), annotations);
        return new ManifestContent(joined.MediaType, joined.Content, joined.Digest);
    }

    private static IReadOnlyList<Descriptor> EntriesOf(ManifestContent root, SourceContent content) =>
        content is StoredIndex index
            ? index.Index.Manifests
            : [new Descriptor(root.MediaType, root.Digest, root.Content.Length) { Platform = PlatformSelection.PlatformOf(content) }];

    private async Task<(IReadOnlyList<Descriptor> Entries, IReadOnlyDictionary<string, string>? Annotations)> ReadEntriesAsync(
        string repository, ManifestContent existing, CancellationToken cancellationToken)
    {
        if (MediaTypes.IsIndex(existing.MediaType))
        {
            ImageIndex index = ImageIndex.Parse(existing.Content, existing.MediaType);
            return (index.Manifests, index.Annotations);
        }

        if (!MediaTypes.IsManifest(existing.MediaType))
        {
            return ([], null);
        }

        Manifest manifest = Manifest.Parse(existing.Content, existing.MediaType);
        bool hasConfig = manifest.Config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig;
        ReadOnlyMemory<byte>? config = hasConfig
            ? await target.FindSmallBlobAsync(repository, manifest.Config, cancellationToken).ConfigureAwait(false)
            : null;
        return ([manifest.ToDescriptor() with { ArtifactType = null, Platform = config is { } bytes ? ImageConfig.Parse(bytes).Platform : null }], null);
    }

    private static bool HasPlatform(Descriptor entry) => entry.Platform is { OperatingSystem: not "unknown" };

    private static bool IsSamePlace(Descriptor held, Descriptor fresh) =>
        held.Digest == fresh.Digest
        || (HasPlatform(held) && HasPlatform(fresh) && held.Platform!.IsSameAs(fresh.Platform!));
}
