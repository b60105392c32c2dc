using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages;

/// <summary>
/// A delta together with what it leaves out: that is read from the repositories of the target which hold it. Needed only where the target doesn't mount blobs from one
/// repository into another.
/// </summary>
/// <param name="package">The delta's images; not disposed with this.</param>
/// <param name="target">The registry that the images go to; not disposed with this.</param>
/// <param name="holders">Which of its repositories hold which blobs.</param>
internal sealed class DeltaSource(IImageSource package, RegistryClient target, IReadOnlyDictionary<Digest, string> holders) : IImageSource
{
    public string Name => package.Name;

    public bool IsSequential => package.IsSequential;

    public Task<IReadOnlyList<SourceImage>> GetImagesAsync(CancellationToken cancellationToken) => package.GetImagesAsync(cancellationToken);

    public Task<Stream> OpenBlobAsync(SourceBlob blob, long offset, CancellationToken cancellationToken) =>
        blob is { Locator: null, Digest: { } digest } && holders.TryGetValue(digest, out string? holder)
            ? target.OpenBlobAsync(holder, new Descriptor(blob.MediaType, digest, blob.Size), offset, cancellationToken)
            : package.OpenBlobAsync(blob, offset, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
