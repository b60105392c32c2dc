namespace Neutree.Core.Oci.Housekeeping;

/// <summary>When images were made: as their configs say, of an index the newest of its images; else the annotation <c>org.opencontainers.image.created</c>.</summary>
internal static class ImageAge
{
    private const string CreatedAnnotation = "org.opencontainers.image.created";
    private const int MaxDepth = 4;

    /// <returns>Null where it doesn't say.</returns>
    public static Task<DateTimeOffset?> FindAsync(IImageTarget content, string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        FindAsync(content, repository, tagOrDigest, 0, cancellationToken);

    private static async Task<DateTimeOffset?> FindAsync(IImageTarget content, string repository, string tagOrDigest, int depth, CancellationToken cancellationToken)
    {
        if (depth > MaxDepth || await content.FindManifestAsync(repository, tagOrDigest, cancellationToken).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        if (MediaTypes.IsIndex(manifest.MediaType))
        {
            ImageIndex index = ImageIndex.Parse(manifest.Content, manifest.MediaType);
            DateTimeOffset? newest = null;
            foreach (Descriptor child in index.Manifests)
            {
                DateTimeOffset? created = await FindAsync(content, repository, child.Digest.ToString(), depth + 1, cancellationToken).ConfigureAwait(false);
                newest = created is null || created < newest ? newest : created;
            }

            return newest ?? Annotated(index.Annotations);
        }

        if (!MediaTypes.IsManifest(manifest.MediaType))
        {
            return null;
        }

        Manifest image = Manifest.Parse(manifest.Content, manifest.MediaType);
        bool hasConfig = image.Config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig;
        return hasConfig && await content.FindSmallBlobAsync(repository, image.Config, cancellationToken).ConfigureAwait(false) is { } config
            ? ImageConfig.Parse(config).Created ?? Annotated(image.Annotations)
            : Annotated(image.Annotations);
    }

    private static DateTimeOffset? Annotated(IReadOnlyDictionary<string, string> annotations) =>
        DateTimeOffset.TryParse(annotations.GetValueOrDefault(CreatedAnnotation), out DateTimeOffset created) ? created : null;
}
