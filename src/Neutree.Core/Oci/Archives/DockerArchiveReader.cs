using System.Text.Json;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// Reads what <c>docker save</c> and its like describe in <c>manifest.json</c>: a list of config, names and layers, each a path inside
/// the archive. Layers are links in some variants and compressed in others.
/// </summary>
internal sealed class DockerArchiveReader(ArchiveFiles files)
{
    private const int MaxListSize = 16 * 1024 * 1024;

    /// <summary>The images in the order of the list, those with the same config joined; null where there is no such list.</summary>
    public async Task<IReadOnlyList<SourceImage>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (files.Find("manifest.json") is not { } list)
        {
            return null;
        }

        ReadOnlyMemory<byte> content = await files.ReadAllAsync(list, MaxListSize, cancellationToken).ConfigureAwait(false);
        using JsonDocument document = Parse(content);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        Dictionary<Digest, SourceImage> images = [];
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            LooseImage image = await ReadImageAsync(item, cancellationToken).ConfigureAwait(false);
            IEnumerable<string> names = images.TryGetValue(image.ConfigDigest, out SourceImage? same) ? same.Names : [];
            images[image.ConfigDigest] = new SourceImage { Names = [.. names.Concat(ReadTexts(item, "RepoTags")).Distinct()], Content = image };
        }

        return [.. images.Values];
    }

    private async Task<LooseImage> ReadImageAsync(JsonElement item, CancellationToken cancellationToken)
    {
        if (item.ValueKind != JsonValueKind.Object || OciJson.OptionalString(item, "Config") is not { } configName)
        {
            throw Invalid("an item of manifest.json names no config");
        }

        ReadOnlyMemory<byte> content = await files.ReadAllAsync(Require(configName), ManifestContent.MaxSize, cancellationToken).ConfigureAwait(false);
        Digest digest = Digest.Compute(content.Span);
        if (StatedDigest(configName) is { } stated && stated != digest)
        {
            throw ArchiveException.Invalid("Archive.DigestMismatch", files.Name, $"the config '{configName}' has the digest {digest}");
        }

        ImageConfig config = ImageConfig.Parse(content);
        List<string> layerNames = ReadTexts(item, "Layers");
        if (layerNames.Count != config.DiffIds.Count)
        {
            throw ArchiveException.Invalid(
                "Archive.LayerCountMismatch",
                files.Name,
                $"manifest.json lists {layerNames.Count} layers for the image {digest.ToShortString()}, its config {config.DiffIds.Count}");
        }

        List<SourceBlob> layers = [];
        foreach ((string name, Digest diffId) in layerNames.Zip(config.DiffIds))
        {
            layers.Add(await ReadLayerAsync(name, diffId, cancellationToken).ConfigureAwait(false));
        }

        return new LooseImage(config, content, digest) { Layers = layers };
    }

    private async Task<SourceBlob> ReadLayerAsync(string name, Digest diffId, CancellationToken cancellationToken)
    {
        ArchiveFile file = Require(name);
        BlobCompression compression = ContentFormats.ToBlobCompression(await files.SniffAsync(file, cancellationToken).ConfigureAwait(false));
        return new SourceBlob
        {
            MediaType = compression switch
            {
                BlobCompression.Gzip => MediaTypes.OciLayerGzip,
                BlobCompression.Zstd => MediaTypes.OciLayerZstd,
                _ => MediaTypes.OciLayer,
            },
            Digest = compression == BlobCompression.None ? diffId : null,
            DiffId = diffId,
            Size = file.Size,
            Compression = compression,
            Position = files.Origin + file.Position,
            Locator = file,
        };
    }

    private ArchiveFile Require(string name) =>
        files.Find(name) ?? throw ArchiveException.Invalid(
            "Archive.MissingEntry", files.Name, $"manifest.json names '{ArchivePath.Printable(name)}', which isn't inside");

    private JsonDocument Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            return OciJson.ParseAny(content, "manifest.json");
        }
        catch (OciFormatException error)
        {
            throw ArchiveException.Invalid("Archive.InvalidManifestList", files.Name, error.Message, error);
        }
    }

    private List<string> ReadTexts(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out JsonElement list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(text => text.GetString()!)]
            : throw Invalid($"'{name}' in manifest.json is not a list of texts");
    }

    private ArchiveException Invalid(string why) => ArchiveException.Invalid("Archive.InvalidManifestList", files.Name, why);

    /// <summary>Docker writes <c>HEX.json</c> or <c>blobs/sha256/HEX</c>, crane <c>sha256:HEX</c>; other names state nothing.</summary>
    private static Digest? StatedDigest(string configName)
    {
        string file = configName[(configName.LastIndexOf('/') + 1)..];
        string hex = file.EndsWith(".json", StringComparison.Ordinal) ? file[..^".json".Length] : file;
        return Digest.TryParse(hex, out Digest digest) || Digest.TryParse("sha256:" + hex, out digest) ? digest : null;
    }
}
