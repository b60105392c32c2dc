namespace Neutree.Core.Oci.Archives;

/// <summary>
/// An archive of images: what <c>docker save</c>, <c>podman save</c>, <c>crane pull</c>, <c>skopeo copy</c> write, or an OCI layout, as a
/// tar, a gzip'ed tar or a folder. What it is, its content says, never its name. Nothing is unpacked to disk, except what can be
/// read only once (a pipe).
/// <para>
/// Where an archive is both docker-save and OCI layout, an image's stored manifest is taken when it is complete and its layers are
/// compressed; otherwise the loose parts, which leave the compression to the target.
/// </para>
/// </summary>
public sealed class ImageArchive : IImageSource
{
    private readonly ArchiveFiles _files;
    private IReadOnlyList<SourceImage>? _images;

    internal ImageArchive(ArchiveFiles files) => _files = files;

    public string Name => _files.Name;

    public bool IsSequential => _files.IsSequential;

    /// <param name="path">A file, a folder, or <c>-</c> for standard input.</param>
    /// <param name="options">Limits and caches.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArchiveException">Nothing there, no archive, damaged, or with entries that have no place in one.</exception>
    public static async Task<ImageArchive> OpenAsync(string path, ArchiveOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        return new ImageArchive(await ArchiveOpener.OpenPathAsync(path, options, cancellationToken).ConfigureAwait(false));
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
            ArchiveFile file => await _files.OpenAsync(file, offset, cancellationToken).ConfigureAwait(false),
            ReadOnlyMemory<byte> bytes => new MemoryStream(bytes[(int)offset..].ToArray(), writable: false),
            _ => throw ArchiveException.Invalid("Archive.MissingBlob", Name, $"the blob {blob.Digest} isn't inside"),
        };
    }

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    private async Task<IReadOnlyList<SourceImage>> ReadImagesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SourceImage>? loose = await new DockerArchiveReader(_files).ReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LayoutImage>? stored = await new LayoutReader(_files).ReadAsync(cancellationToken).ConfigureAwait(false);
        if (loose is null && stored is null)
        {
            throw new ArchiveException("Archive.NoImages", ErrorKind.InvalidData, $"reading {Name} failed: it holds neither manifest.json nor index.json of images")
            {
                Target = Name,
                Recommendation = "Give a file made by docker save, podman save, crane pull or skopeo copy, an OCI layout, or a Neutree package.",
            };
        }

        return ArchiveViews.Join(loose ?? [], stored ?? [], Name);
    }
}
