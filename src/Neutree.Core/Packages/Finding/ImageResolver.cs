using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Finding;

/// <summary>Pins images to digests: asks the registries what the names stand for on each platform.</summary>
public sealed class ImageResolver(ImagePullOptions options, ILogger? logger = null)
{
    /// <summary>Yields the images in the order given; one that can't be resolved has its error and doesn't stop the others.</summary>
    /// <exception cref="NeutreeException">The mirror is no registry, or one credential was given for several registries.</exception>
    public async IAsyncEnumerable<FoundImage> ResolveAsync(IReadOnlyList<FoundImage> images, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(images);
        await using RegistryImages registries = new(options, images, logger ?? NullLogger.Instance);
        await foreach ((FoundImage image, RegistryImage? pulled) in registries.OpenAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return pulled is null ? image : image with { Digest = pulled.Image.Content.Digest, Platforms = Pins(pulled.Selected) };
        }
    }

    /// <summary>The platforms of an image with their blobs; attestations and referrers are no platforms.</summary>
    internal static IReadOnlyList<PinnedPlatform> Pins(SourceContent content) =>
    [
        .. TransferPlan.Manifests(content)
            .OfType<StoredManifest>()
            .Where(static manifest => manifest.Manifest.Subject is null && (manifest.IndexEntry is null || manifest.IndexEntry.AttestedDigest is null))
            .Select(static manifest => new PinnedPlatform(
                PlatformSelection.PlatformOf(manifest),
                manifest.Digest,
                [.. new[] { manifest.Config }.Concat(manifest.Layers).Where(static blob => blob.Digest is not null).Select(static blob => new PinnedBlob(blob.Digest!.Value, blob.Size))])),
    ];
}
