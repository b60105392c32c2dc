using Neutree.Core.Oci;

namespace Neutree.Conformance.Archives;

/// <summary>Reads everything of a source, layers included: their diff IDs are computed here, not taken from the config's word.</summary>
internal static class SourceImages
{
    /// <summary>One item per distinct config, names of all entries that lead to it joined.</summary>
    public static async Task<IReadOnlyList<FoundImage>> ReadAsync(IImageSource source, CancellationToken cancellationToken)
    {
        List<FoundImage> found = [];
        foreach (SourceImage image in await source.GetImagesAsync(cancellationToken))
        {
            foreach (SourceContent content in Flatten(image.Content))
            {
                found.Add(await ReadAsync(source, content, image.Names, cancellationToken));
            }
        }

        return
        [
            .. found.GroupBy(image => image.Config)
                .Select(same => same.First() with { Names = [.. same.SelectMany(image => image.Names).Distinct()] }),
        ];
    }

    private static IEnumerable<SourceContent> Flatten(SourceContent content) =>
        content is StoredIndex index ? index.Children.SelectMany(Flatten) : [content];

    private static async Task<FoundImage> ReadAsync(
        IImageSource source, SourceContent content, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case LooseImage loose:
                return new FoundImage
                {
                    Config = Digest.Compute(loose.ConfigContent.Span),
                    DiffIds = await HashLayersAsync(source, loose.Layers, cancellationToken),
                    Platform = loose.Config.Platform,
                    Names = names,
                };
            case StoredManifest stored:
                ReadOnlyMemory<byte> config = await ReadWholeAsync(source, stored.Config, cancellationToken);
                return new FoundImage
                {
                    Config = Digest.Compute(config.Span),
                    Manifest = stored.Digest,
                    DiffIds = await HashLayersAsync(source, stored.Layers, cancellationToken),
                    Platform = ImageConfig.Parse(config).Platform,
                    Names = names,
                };
            default:
                throw new NotSupportedException($"{content.GetType()} is no image");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadWholeAsync(IImageSource source, SourceBlob blob, CancellationToken cancellationToken)
    {
        await using Stream stream = await source.OpenBlobAsync(blob, 0, cancellationToken);
        using MemoryStream content = new();
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    private static async Task<IReadOnlyList<Digest>> HashLayersAsync(IImageSource source, IReadOnlyList<SourceBlob> layers, CancellationToken cancellationToken)
    {
        List<Digest> digests = [];
        foreach (SourceBlob layer in layers)
        {
            ReadOnlyMemory<byte> stored = await ReadWholeAsync(source, layer, cancellationToken);
            digests.Add(Digest.Compute(LayerContent.Unpack(stored.Span)));
        }

        return digests;
    }
}
