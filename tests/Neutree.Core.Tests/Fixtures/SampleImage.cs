using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>A small image made of texts: each text is one layer with one file.</summary>
internal sealed class SampleImage
{
    private SampleImage(IReadOnlyList<byte[]> layers, string architecture)
    {
        Layers = layers;
        DiffIds = [.. layers.Select(layer => Digest.Compute(layer))];
        string diffIds = string.Join(',', DiffIds.Select(id => $"\"{id}\""));
        Config = Encoding.UTF8.GetBytes(
            $$"""{"architecture":"{{architecture}}","os":"linux","created":"2026-01-01T00:00:00Z","config":{"Cmd":["/hello"]},"rootfs":{"type":"layers","diff_ids":[{{diffIds}}]},"history":[]}""");
        ConfigDigest = Digest.Compute(Config);
    }

    public IReadOnlyList<byte[]> Layers { get; }

    public IReadOnlyList<Digest> DiffIds { get; }

    public byte[] Config { get; }

    public Digest ConfigDigest { get; }

    public static SampleImage Create(params string[] texts) => CreateFor("amd64", texts);

    public static SampleImage CreateFor(string architecture, params string[] texts) => new([.. texts.Select(CreateLayer)], architecture);

    /// <summary>The image's layers as gzip, always the same bytes on one runtime.</summary>
    public IReadOnlyList<byte[]> GzipLayers => [.. Layers.Select(Gzip)];

    /// <summary>An OCI manifest over plain or gzip'ed layers.</summary>
    public Manifest CreateManifest(bool gzip)
    {
        IReadOnlyList<byte[]> layers = gzip ? GzipLayers : Layers;
        return Manifest.Create(
            new Descriptor(MediaTypes.OciConfig, ConfigDigest, Config.Length),
            layers.Select(layer => new Descriptor(gzip ? MediaTypes.OciLayerGzip : MediaTypes.OciLayer, Digest.Compute(layer), layer.Length)));
    }

    /// <summary>An OCI manifest over one layer, compressed in some way.</summary>
    public Manifest CreateManifest(string mediaType, byte[] layer) => Manifest.Create(
        new Descriptor(MediaTypes.OciConfig, ConfigDigest, Config.Length), [new Descriptor(mediaType, Digest.Compute(layer), layer.Length)]);

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] CreateLayer(string text)
    {
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, TarEntryFormat.Ustar))
        {
            byte[] content = Encoding.UTF8.GetBytes(text);
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{Digest.Compute(content).Hex[..8]}.txt")
            {
                DataStream = new MemoryStream(content),
                ModificationTime = DateTimeOffset.UnixEpoch,
                Mode = (UnixFileMode)0b110_100_100,
            });
        }

        return stream.ToArray();
    }
}
