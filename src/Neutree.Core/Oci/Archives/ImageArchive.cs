using System.Collections.Frozen;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// An archive of images: what <c>docker save</c>, <c>podman save</c>, <c>crane pull</c>, <c>skopeo copy</c> write, or an OCI layout, as a
/// tar, a gzip'ed tar or a folder. What it is, its content says, never its name. Nothing is unpacked to disk, except what can be
/// read only once (a pipe).
/// <para>
/// Where an archive is both docker-save and OCI layout, an image's stored manifest is taken when it is complete and either its layers
/// are compressed or <see cref="ImageArchiveWriter"/> wrote the archive; otherwise the loose parts, which leave the compression to
/// the target.
/// </para>
/// <para>
/// What holds no images itself but archives that do, such as an offline package, packed or not, has the images of all of them.
/// </para>
/// </summary>
public sealed class ImageArchive : IImageSource
{
    private readonly ArchiveFiles _files;
    private readonly InnerArchives? _inner;
    private readonly IReadOnlySet<Digest> _absent;
    private IReadOnlyList<SourceImage>? _own;
    private IReadOnlyList<SourceImage>? _images;

    /// <param name="files">What it holds; owned.</param>
    /// <param name="inner">How to read the archives inside it, where those count too; owned.</param>
    /// <param name="absent">Blobs that a delta says it doesn't bring.</param>
    internal ImageArchive(ArchiveFiles files, InnerArchives? inner = null, IReadOnlySet<Digest>? absent = null)
    {
        _files = files;
        _inner = inner;
        _absent = absent ?? FrozenSet<Digest>.Empty;
    }

    public string Name => _files.Name;

    public bool IsSequential => _files.IsSequential || (_inner?.Opened.Any(archive => archive.IsSequential) ?? false);

    /// <param name="path">A file, a folder, or <c>-</c> for standard input.</param>
    /// <param name="options">Limits and caches.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArchiveException">Nothing there, no archive, damaged, or with entries that have no place in one.</exception>
    public static async Task<ImageArchive> OpenAsync(string path, ArchiveOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        ArchiveFiles files = await ArchiveOpener.OpenPathAsync(path, options, cancellationToken).ConfigureAwait(false);
        return new ImageArchive(files, new InnerArchives(files, options));
    }

    /// <inheritdoc/>
    /// <exception cref="ArchiveException">The archive holds no images, or what it says of them doesn't fit its content.</exception>
    /// <exception cref="OciFormatException">A manifest, index or config is malformed.</exception>
    public async Task<IReadOnlyList<SourceImage>> GetImagesAsync(CancellationToken cancellationToken) =>
        _images ??= await ReadImagesAsync(cancellationToken).ConfigureAwait(false);

    public async Task<Stream> OpenBlobAsync(SourceBlob blob, long offset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, blob.Size);
        return blob.Locator switch
        {
            ArchiveFile file => await file.Owner.OpenAsync(file, offset, cancellationToken).ConfigureAwait(false),
            ReadOnlyMemory<byte> bytes => new MemoryStream(bytes[(int)offset..].ToArray(), writable: false),
            _ => throw ArchiveException.Invalid("Archive.MissingBlob", Name, $"the blob {blob.Digest} isn't inside"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_inner is not null)
        {
            await _inner.DisposeAsync().ConfigureAwait(false);
        }

        await _files.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The images that the archive itself describes; null where it describes none.</summary>
    internal async Task<IReadOnlyList<SourceImage>?> FindOwnImagesAsync(CancellationToken cancellationToken)
    {
        if (_own is not null)
        {
            return _own;
        }

        IReadOnlyList<SourceImage>? loose = await new DockerArchiveReader(_files).ReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LayoutImage>? stored = await new LayoutReader(_files, _absent).ReadAsync(cancellationToken).ConfigureAwait(false);
        return _own = loose is null && stored is null ? null : ArchiveViews.Join(loose ?? [], stored ?? [], Name);
    }

    private async Task<IReadOnlyList<SourceImage>> ReadImagesAsync(CancellationToken cancellationToken) =>
        await FindOwnImagesAsync(cancellationToken).ConfigureAwait(false)
        ?? await FindInnerImagesAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new ArchiveException(
            "Archive.NoImages",
            ErrorKind.InvalidData,
            $"reading {Name} failed: it holds neither manifest.json nor index.json of images{(_inner is null ? "" : ", nor archives that do")}")
        {
            Target = Name,
            Recommendation = "Give a file made by docker save, podman save, crane pull or skopeo copy, an OCI layout, or a Neutree package.",
        };

    private async Task<IReadOnlyList<SourceImage>?> FindInnerImagesAsync(CancellationToken cancellationToken)
    {
        if (_inner is null)
        {
            return null;
        }

        OrderedDictionary<Digest, SourceImage> images = [];
        foreach (ArchiveFile file in await _inner.FindAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await _inner.TryOpenAsync(file, cancellationToken).ConfigureAwait(false) is not { } archive)
            {
                continue;
            }

            foreach (SourceImage image in await archive.GetImagesAsync(cancellationToken).ConfigureAwait(false))
            {
                Digest digest = image.Content.Digest;
                images[digest] = images.TryGetValue(digest, out SourceImage? same)
                    ? same with { Names = [.. same.Names.Union(image.Names)] }
                    : image;
            }
        }

        return _inner.Opened.Count == 0 ? null : [.. images.Values];
    }
}
