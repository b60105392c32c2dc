using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Publishing;

/// <summary>Publishes into a registry as one artifact (<see cref="PackageArtifact"/>). The tag comes last, so a package is there whole or not at all.</summary>
internal sealed class ArtifactTarget(RegistryClient client, ImageReference reference, PackagePublishOptions options) : IPublishTarget
{
    public Uri AddressOf(PackageFile file) => options.Uri;

    public async Task<IReadOnlyList<PublishedFile>> PublishAsync(IReadOnlyList<PackageFile> files, PublishProgress progress, CancellationToken cancellationToken)
    {
        string tag = reference.Tag ?? throw new PackageException("Package.InvalidAddress", ErrorKind.InvalidArgument, $"{options.Uri} names no tag")
        {
            Target = options.Uri.ToString(),
            Recommendation = "Write the version behind it: oci://registry/repository:v1.0.0.",
        };
        PackageFile config = new("config", PackageFileKind.Manifest, 2, Digest.OfEmptyJson.Hex, static () => new MemoryStream("{}"u8.ToArray(), writable: false));
        Manifest manifest = Manifest.Create(Describe(config, MediaTypes.OciEmpty), files.Select(Describe), artifactType: PackageArtifact.ArtifactType);
        ManifestContent? before = await client.FindManifestAsync(reference.Repository, tag, cancellationToken).ConfigureAwait(false);
        if (before is not null && before.Digest != manifest.Digest && !options.Force)
        {
            throw UploadCheck.Taken(options.Uri, $"its digest is {before.Digest} instead of {manifest.Digest}");
        }

        List<PublishedFile> published = [];
        await UploadAsync(config, progress, cancellationToken).ConfigureAwait(false);
        foreach (PackageFile file in files)
        {
            long sent = await UploadAsync(file, progress, cancellationToken).ConfigureAwait(false);
            published.Add(new PublishedFile(file.Name, file.Kind, options.Uri, file.Size, file.Sha256, sent, PublishVerification.Checksum) { IsNew = before?.Digest != manifest.Digest });
        }

        if (before?.Digest != manifest.Digest)
        {
            await client.PutManifestAsync(reference.Repository, tag, new ManifestContent(manifest.MediaType, manifest.Content, manifest.Digest), cancellationToken).ConfigureAwait(false);
        }

        await CheckAsync(files, tag, manifest.Digest, cancellationToken).ConfigureAwait(false);
        return published;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static Descriptor Describe(PackageFile file) =>
        Describe(file, PackageArtifact.MediaTypeOf(file.Name)) with { Annotations = new Dictionary<string, string> { [PackageArtifact.TitleAnnotation] = file.Name } };

    private static Descriptor Describe(PackageFile file, string mediaType) => new(mediaType, Digest.Parse("sha256:" + file.Sha256), file.Size);

    private async Task<long> UploadAsync(PackageFile file, PublishProgress progress, CancellationToken cancellationToken)
    {
        ProgressBoard.BlobProgress sent = progress.Start("upload", file);
        Digest digest = Digest.Parse("sha256:" + file.Sha256);
        bool isThere = await client.FindBlobAsync(reference.Repository, digest, cancellationToken).ConfigureAwait(false) is not null;
        if (!isThere)
        {
            BlobContent content = new()
            {
                Name = file.Name,
                Digest = digest,
                Length = file.Size,
                ResumeKey = digest.ToString(),
                OpenAsync = _ => Task.FromResult<BlobStream>(new VerifiedBlobStream(file.Open(), file.Name, digest, file.Size)),
            };
            await client.UploadBlobAsync(reference.Repository, content, sent, cancellationToken).ConfigureAwait(false);
        }

        sent.Complete();
        return isThere ? 0 : file.Size;
    }

    /// <summary>A registry compares each blob with its digest as it arrives; here it is asked whether it has them all.</summary>
    private async Task CheckAsync(IReadOnlyList<PackageFile> files, string tag, Digest manifest, CancellationToken cancellationToken)
    {
        ManifestContent? stored = await client.FindManifestAsync(reference.Repository, tag, cancellationToken).ConfigureAwait(false);
        string? difference = stored?.Digest != manifest ? $"its manifest has the digest {stored?.Digest.ToString() ?? "of nothing"} there instead of {manifest}" : null;
        foreach (PackageFile file in files)
        {
            long? size = await client.FindBlobAsync(reference.Repository, Digest.Parse("sha256:" + file.Sha256), cancellationToken).ConfigureAwait(false);
            difference ??= size is null || (size >= 0 && size != file.Size) ? $"{file.Name} has {size?.ToString() ?? "no"} bytes there instead of {file.Size}" : null;
        }

        if (difference is not null)
        {
            throw new PackageException("Package.UploadMismatch", ErrorKind.InvalidData, $"the package didn't arrive at {options.Uri} as it was sent: {difference}")
            {
                Target = options.Uri.ToString(),
                Recommendation = "The registry lost or changed content; its log says more. Then publish again.",
            };
        }
    }
}
