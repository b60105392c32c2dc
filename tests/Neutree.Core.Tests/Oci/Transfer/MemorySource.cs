using System.Text;
using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Oci.Transfer;

/// <summary>An image source of byte arrays that counts how often each blob is opened.</summary>
internal sealed class MemorySource(bool isSequential = false) : IImageSource
{
    private readonly List<SourceImage> _images = [];
    private readonly List<byte[]> _blobs = [];

    public string Name => "memory";

    public bool IsSequential => isSequential;

    /// <summary>Locators of the opened blobs, in order.</summary>
    public List<int> Opened { get; } = [];

    /// <summary>Runs before a blob is opened.</summary>
    public Func<int, Task> BeforeOpen { get; set; } = _ => Task.CompletedTask;

    public Task<IReadOnlyList<SourceImage>> GetImagesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SourceImage>>(_images);

    public async Task<Stream> OpenBlobAsync(SourceBlob blob, long offset, CancellationToken cancellationToken)
    {
        int index = (int)blob.Locator!;
        await BeforeOpen(index);
        lock (Opened)
        {
            Opened.Add(index);
        }

        return new MemoryStream(_blobs[index]) { Position = offset };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public SourceBlob AddBlob(byte[] content, string mediaType, Digest? digest, Digest? diffId = null, BlobCompression compression = BlobCompression.None)
    {
        _blobs.Add(content);
        return new SourceBlob
        {
            MediaType = mediaType,
            Digest = digest,
            DiffId = diffId,
            Size = content.Length,
            Compression = compression,
            Locator = _blobs.Count - 1,
            Position = 1000 - _blobs.Count,
        };
    }

    public SourceBlob AddPlainLayer(byte[] content, Digest? claimed = null)
    {
        Digest diffId = claimed ?? Digest.Compute(content);
        return AddBlob(content, MediaTypes.OciLayer, diffId, diffId);
    }

    /// <summary>Swaps the bytes behind a blob, as a damaged archive would.</summary>
    public void Damage(SourceBlob blob, byte[] content) => _blobs[(int)blob.Locator!] = content;

    public SourceImage AddLoose(string name, string architecture, params SourceBlob[] layers)
    {
        byte[] config = ConfigOf(architecture, layers.Select(layer => layer.DiffId!.Value));
        return Add(name, new LooseImage(ImageConfig.Parse(config), config, Digest.Compute(config)) { Layers = layers });
    }

    public StoredManifest AddStored(string architecture, params byte[][] layers)
    {
        SourceBlob[] blobs = [.. layers.Select(layer => AddBlob(layer, MediaTypes.OciLayerGzip, Digest.Compute(layer), null, BlobCompression.Gzip))];
        byte[] config = ConfigOf(architecture, layers.Select(layer => Digest.Compute(layer)));
        SourceBlob configBlob = AddBlob(config, MediaTypes.OciConfig, Digest.Compute(config));
        Manifest manifest = Manifest.Create(
            new Descriptor(MediaTypes.OciConfig, configBlob.Digest!.Value, config.Length),
            blobs.Select(blob => new Descriptor(blob.MediaType, blob.Digest!.Value, blob.Size)),
            new Dictionary<string, string> { ["note"] = "kept <as> is" });
        return new StoredManifest(manifest) { Config = configBlob, Layers = blobs, Platform = new Platform("linux", architecture) };
    }

    public SourceImage Add(string name, SourceContent content)
    {
        SourceImage image = new() { Names = [name], Content = content };
        _images.Add(image);
        return image;
    }

    public static StoredIndex IndexOf(params StoredManifest[] children) =>
        new(ImageIndex.Create(children.Select(child => child.Manifest.ToDescriptor() with { ArtifactType = null, Platform = child.Platform })))
        {
            Children = children,
        };

    private static byte[] ConfigOf(string architecture, IEnumerable<Digest> diffIds) => Encoding.UTF8.GetBytes(
        $$$"""{"architecture":"{{{architecture}}}","os":"linux","rootfs":{"type":"layers","diff_ids":[{{{string.Join(",", diffIds.Select(id => $"\"{id}\""))}}}]}}""");
}
