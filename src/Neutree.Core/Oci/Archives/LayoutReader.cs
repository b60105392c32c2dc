namespace Neutree.Core.Oci.Archives;

/// <summary>
/// Reads an OCI image layout (image-spec, image-layout.md): <c>index.json</c> and what it leads to. Every manifest and index is checked
/// against the digest and size that led to it, so no index can contain itself.
/// </summary>
/// <param name="files">What holds the layout.</param>
/// <param name="absent">Blobs without which an image is whole all the same.</param>
internal sealed class LayoutReader(ArchiveFiles files, IReadOnlySet<Digest> absent)
{
    private const int MaxDepth = 8;
    private const int MaxManifests = 10_000;
    private readonly Dictionary<Digest, LayoutContent?> _read = [];
    private readonly List<StoredManifest> _referrers = [];

    /// <summary>The images in the order of the index, or null where there is no layout.</summary>
    public async Task<IReadOnlyList<LayoutImage>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (files.Find("index.json") is not { } file)
        {
            return null;
        }

        ReadOnlyMemory<byte> bytes = await files.ReadAllAsync(file, ManifestContent.MaxSize, cancellationToken).ConfigureAwait(false);
        ImageIndex root = ImageIndex.Parse(bytes);
        bool isAsServed = IsAsServed(root.Annotations);
        Dictionary<Digest, LayoutImage> images = [];
        List<Digest> order = [];
        int weight = 0;
        foreach (Descriptor entry in root.Manifests)
        {
            LayoutContent content = await ReadAsync(entry, 1, cancellationToken).ConfigureAwait(false)
                ?? throw ArchiveException.Invalid("Archive.MissingBlob", files.Name, $"index.json names {entry.Digest}, which isn't inside");
            weight += content.Weight;
            if (weight > MaxManifests)
            {
                throw TooMany();
            }

            if (images.TryGetValue(entry.Digest, out LayoutImage? same))
            {
                images[entry.Digest] = same with { Names = [.. same.Names.Concat(NamesOf(entry)).Distinct()] };
                continue;
            }

            order.Add(entry.Digest);
            images[entry.Digest] = new LayoutImage(
                NamesOf(entry), WithEntry(content.Content, entry), content.IsWhole, content.Subject, isAsServed || IsAsServed(entry.Annotations));
        }

        return AttachReferrers([.. order.Select(digest => images[digest])]);
    }

    /// <summary>
    /// A manifest that refers to another one inside belongs to that and is no image of its own, unless someone gave it a name that isn't what ties it to the other.
    /// </summary>
    private List<LayoutImage> AttachReferrers(List<LayoutImage> images)
    {
        List<(Digest Subject, StoredManifest Manifest)> byTag = [.. images.SelectMany(TaggedAttachments)];
        ILookup<Digest, StoredManifest> bySubject = _referrers.Select(referrer => (Subject: referrer.Manifest.Subject!.Digest, Manifest: referrer)).Concat(byTag)
            .ToLookup(static pair => pair.Subject, static pair => pair.Manifest);
        HashSet<Digest> tagged = [.. byTag.Select(static pair => pair.Manifest.Digest)];
        HashSet<Digest> attached = [];
        List<LayoutImage> result = [.. images.Select(image => image with { Content = Attach(image.Content, bySubject, attached, 0) })];
        return [.. result.Where(image =>
            !attached.Contains(image.Content.Digest) || (!tagged.Contains(image.Content.Digest) && (image.Names.Count > 0 || image.Subject is null)))];
    }

    /// <summary>What all of an image's names say that it is attached to, if they do.</summary>
    private static IEnumerable<(Digest Subject, StoredManifest Manifest)> TaggedAttachments(LayoutImage image)
    {
        List<(Digest, StoredManifest)> attachments = [];
        foreach (string tag in image.Names.Select(static name => name[(name.LastIndexOf(':') + 1)..]).Distinct())
        {
            if (image.Content is not StoredManifest manifest || !AttachmentTags.TryParse(tag, out Digest subject))
            {
                return [];
            }

            attachments.Add((subject, manifest with { AttachedTag = tag }));
        }

        return attachments;
    }

    private static SourceContent Attach(SourceContent content, ILookup<Digest, StoredManifest> bySubject, HashSet<Digest> attached, int depth)
    {
        List<StoredManifest> referrers = [];
        foreach (StoredManifest referrer in depth < MaxDepth ? bySubject[content.Digest] : [])
        {
            attached.Add(referrer.Digest);
            referrers.Add((StoredManifest)Attach(referrer, bySubject, attached, depth + 1));
        }

        return content switch
        {
            StoredManifest manifest => manifest with { Referrers = referrers },
            StoredIndex index => index with
            {
                Children = [.. index.Children.Select(child => Attach(child, bySubject, attached, depth + 1))],
                Referrers = referrers,
            },
            _ => content,
        };
    }

    private async Task<LayoutContent?> ReadAsync(Descriptor descriptor, int depth, CancellationToken cancellationToken)
    {
        if (depth > MaxDepth)
        {
            throw ArchiveException.Invalid("Archive.IndexTooDeep", files.Name, $"its indexes are nested more than {MaxDepth} deep");
        }

        if (_read.TryGetValue(descriptor.Digest, out LayoutContent? known))
        {
            return known;
        }

        if (_read.Count == MaxManifests)
        {
            throw TooMany();
        }

        ReadOnlyMemory<byte>? bytes = await FindDocumentAsync(descriptor, cancellationToken).ConfigureAwait(false);
        LayoutContent? content = bytes is not { } document ? null
            : MediaTypes.IsIndex(descriptor.MediaType) ? await ReadIndexAsync(document, descriptor, depth, cancellationToken).ConfigureAwait(false)
            : await ReadManifestAsync(document, descriptor, cancellationToken).ConfigureAwait(false);
        _read[descriptor.Digest] = content;
        return content;
    }

    private async Task<LayoutContent> ReadIndexAsync(ReadOnlyMemory<byte> bytes, Descriptor descriptor, int depth, CancellationToken cancellationToken)
    {
        ImageIndex index = ImageIndex.Parse(bytes, descriptor.MediaType);
        List<SourceContent> children = [];
        List<Descriptor> missing = [];
        int weight = 1;
        foreach (Descriptor entry in index.Manifests)
        {
            LayoutContent? child = await ReadAsync(entry, depth + 1, cancellationToken).ConfigureAwait(false);

            // A save of one platform leaves the others' manifests out, or keeps them without their layers.
            if (child is null or { IsWhole: false })
            {
                missing.Add(entry);
                continue;
            }

            weight += child.Weight;
            if (weight > MaxManifests)
            {
                throw TooMany();
            }

            children.Add(WithEntry(child.Content, entry));
        }

        return new LayoutContent(new StoredIndex(index) { Children = children, Missing = missing }, weight, children.Count > 0 || missing.Count == 0, null);
    }

    private async Task<LayoutContent> ReadManifestAsync(ReadOnlyMemory<byte> bytes, Descriptor descriptor, CancellationToken cancellationToken)
    {
        Manifest manifest = Manifest.Parse(bytes, MediaTypes.IsManifest(descriptor.MediaType) ? descriptor.MediaType : null);
        (ImageConfig? config, ReadOnlyMemory<byte>? configContent) = await ReadConfigAsync(manifest, cancellationToken).ConfigureAwait(false);
        bool whole = manifest.Config.Data is not null
            || FindBlob(manifest.Config) is not null
            || manifest.Config.Digest == Digest.OfEmptyJson
            || absent.Contains(manifest.Config.Digest);
        bool hasDiffIds = config is not null && config.DiffIds.Count == manifest.Layers.Count;
        List<SourceBlob> layers = [];
        for (int i = 0; i < manifest.Layers.Count; i++)
        {
            SourceBlob layer = await ReadBlobAsync(manifest.Layers[i], cancellationToken).ConfigureAwait(false);
            whole &= layer.Locator is not null || MediaTypes.IsNonDistributable(layer.MediaType) || absent.Contains(layer.Digest!.Value);
            layers.Add(hasDiffIds ? layer with { DiffId = config!.DiffIds[i] } : layer);
        }

        StoredManifest stored = new(manifest)
        {
            Platform = descriptor.Platform ?? config?.Platform,
            Config = await ReadBlobAsync(manifest.Config, cancellationToken).ConfigureAwait(false),
            ConfigContent = configContent,
            Layers = layers,
        };
        if (manifest.Subject is not null)
        {
            _referrers.Add(stored);
        }

        return new LayoutContent(stored, 1, whole, manifest.Subject?.Digest);
    }

    private async Task<(ImageConfig? Config, ReadOnlyMemory<byte>? Content)> ReadConfigAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        Descriptor config = manifest.Config;
        if (config.Size > ManifestContent.MaxSize || await FindDocumentAsync(config, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return (null, null);
        }

        return config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig ? (ImageConfig.Parse(content), content) : (null, content);
    }

    private async Task<SourceBlob> ReadBlobAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArchiveFile? file = FindBlob(descriptor);
        if (file is not null && file.Size != descriptor.Size)
        {
            throw ArchiveException.Invalid(
                "Archive.SizeMismatch", files.Name, $"the blob {descriptor.Digest} has {file.Size} bytes where its manifest says {descriptor.Size}");
        }

        ContentFormat format = file is null ? ContentFormat.Other : await files.SniffAsync(file, cancellationToken).ConfigureAwait(false);
        return new SourceBlob
        {
            MediaType = descriptor.MediaType,
            Digest = descriptor.Digest,
            Size = descriptor.Size,
            Compression = ContentFormats.ToBlobCompression(format),
            Position = file is null ? 0 : files.Origin + file.Position,
            Descriptor = descriptor,
            Locator = file is not null ? file : (object?)Embedded(descriptor),
        };
    }

    /// <summary>A manifest, index or config, checked; null where it isn't inside.</summary>
    private async Task<ReadOnlyMemory<byte>?> FindDocumentAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (descriptor.Data is { } data)
        {
            return data;
        }

        if (FindBlob(descriptor) is not { } file)
        {
            return null;
        }

        ReadOnlyMemory<byte> bytes = await files.ReadAllAsync(file, ManifestContent.MaxSize, cancellationToken).ConfigureAwait(false);
        Digest actual = descriptor.Digest.ComputeSame(bytes.Span);
        if (actual != descriptor.Digest || bytes.Length != descriptor.Size)
        {
            throw ArchiveException.Invalid(
                "Archive.DigestMismatch",
                files.Name,
                $"the content of {descriptor.Digest} ({descriptor.Size} bytes) has the digest {actual} and {bytes.Length} bytes");
        }

        return bytes;
    }

    /// <summary>Content that needs no file: in the descriptor itself, or the empty config that writers may leave out.</summary>
    private static ReadOnlyMemory<byte>? Embedded(Descriptor descriptor) =>
        descriptor.Data ?? (descriptor.Digest == Digest.OfEmptyJson ? new ReadOnlyMemory<byte>("{}"u8.ToArray()) : (ReadOnlyMemory<byte>?)null);

    private ArchiveFile? FindBlob(Descriptor descriptor) => files.Find($"blobs/{descriptor.Digest.Algorithm}/{descriptor.Digest.Hex}");

    private ArchiveException TooMany() => new(
        "Archive.TooManyManifests", ErrorKind.LimitExceeded, $"reading {files.Name} failed: its indexes lead to more than {MaxManifests} manifests")
    {
        Target = files.Name,
    };

    private static bool IsAsServed(IReadOnlyDictionary<string, string> annotations) => annotations.GetValueOrDefault(Annotations.Content) == Annotations.AsServed;

    private static SourceContent WithEntry(SourceContent content, Descriptor entry) =>
        content is StoredManifest manifest ? manifest with { IndexEntry = entry, Platform = entry.Platform ?? manifest.Platform } : content;

    /// <summary>containerd and docker give the full name; others put a full reference or a mere tag into the OCI annotation.</summary>
    private static IReadOnlyList<string> NamesOf(Descriptor entry)
    {
        if (entry.Annotations.TryGetValue(Annotations.ContainerdImageName, out string? name) && name.Length > 0)
        {
            return [name];
        }

        return entry.Annotations.TryGetValue(Annotations.RefName, out string? reference) && reference.AsSpan().ContainsAny('/', ':') ? [reference] : [];
    }
}
