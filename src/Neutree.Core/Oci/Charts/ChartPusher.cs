using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Oci.Charts;

/// <summary>Puts charts into a registry, in the form that Helm pulls.</summary>
/// <param name="client">A client of the registry that the references name.</param>
public sealed class ChartPusher(RegistryClient client)
{
    /// <summary>Puts a chart under its version, or under its digest where the reference has no version.</summary>
    /// <returns>The digest of its manifest.</returns>
    /// <exception cref="RegistryException">The registry can't be reached, or doesn't take it.</exception>
    public async Task<Digest> PushAsync(ChartReference reference, ChartArtifact artifact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(artifact);
        Descriptor config = await UploadAsync(reference, ChartMediaTypes.Config, "chart config", artifact.Config, cancellationToken).ConfigureAwait(false);
        Descriptor archive = await UploadAsync(reference, ChartMediaTypes.Content, "chart", artifact.Archive, cancellationToken).ConfigureAwait(false);
        Manifest manifest = Manifest.Create(config, [archive], artifact.Annotations);
        string name = reference.Version is { } version ? ChartReference.TagOf(version) : manifest.Digest.ToString();
        ManifestContent content = new(manifest.MediaType, manifest.Content, manifest.Digest);
        await client.PutManifestAsync(reference.Repository, name, content, cancellationToken).ConfigureAwait(false);
        return manifest.Digest;
    }

    private async Task<Descriptor> UploadAsync(
        ChartReference reference,
        string mediaType,
        string name,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken)
    {
        Descriptor descriptor = new(mediaType, Digest.Compute(bytes.Span), bytes.Length);
        if (await client.FindBlobAsync(reference.Repository, descriptor.Digest, cancellationToken).ConfigureAwait(false) is not null)
        {
            return descriptor;
        }

        byte[] content = bytes.ToArray();
        await client.UploadBlobAsync(
            reference.Repository,
            new BlobContent
            {
                Name = $"{name} {descriptor.Digest.ToShortString()}",
                Digest = descriptor.Digest,
                Length = descriptor.Size,
                OpenAsync = _ => Task.FromResult<BlobStream>(new VerifiedBlobStream(new MemoryStream(content), name, descriptor.Digest, descriptor.Size)),
            },
            progress: null,
            cancellationToken).ConfigureAwait(false);
        return descriptor;
    }
}
