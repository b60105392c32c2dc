namespace Neutree.Core.Oci;

/// <summary>
/// Something that holds images: an archive, an OCI layout folder, a package, a registry. Blobs can be opened several times and in
/// parallel unless <see cref="IsSequential"/> says that file order is far cheaper.
/// </summary>
public interface IImageSource : IAsyncDisposable
{
    /// <summary>What messages call it: a path or <c>registry/repository</c>.</summary>
    string Name { get; }

    /// <summary>True where blobs are best opened one at a time in ascending <see cref="SourceBlob.Position"/> (a gzip'ed archive).</summary>
    bool IsSequential { get; }

    /// <summary>The images, in the source's order. Reads indexes and configs, never layers.</summary>
    Task<IReadOnlyList<SourceImage>> GetImagesAsync(CancellationToken cancellationToken);

    /// <summary>Opens a blob's stored bytes; at most <see cref="SourceBlob.Size"/> bytes follow. The reader verifies them.</summary>
    /// <param name="blob">A blob of one of this source's images.</param>
    /// <param name="offset">Bytes to skip.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<Stream> OpenBlobAsync(SourceBlob blob, long offset, CancellationToken cancellationToken);
}
