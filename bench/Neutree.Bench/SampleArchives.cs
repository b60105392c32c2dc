using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Neutree.Bench;

/// <summary>
/// The sample image as the archives of one size: what <c>docker save</c> writes, the same compressed by a foreign gzip, and an OCI
/// archive whose layers are ready gzip. Made once and kept; a folder that is whole carries a stamp.
/// </summary>
internal sealed record SampleArchives(string DockerArchive, string DockerArchiveGzip, string OciArchive, string ConfigDigest)
{
    public const string Repository = "bench/sample";
    public const string Tag = "1";

    // Raise it when the content changes; kept inputs of another version are made anew.
    private const string Version = "1";
    private const int LayerCount = 5;

    public static async Task<SampleArchives> PrepareAsync(string folder, long size, bool compressedToo, CancellationToken cancellationToken)
    {
        string home = Path.Join(folder, $"{size >> 20}M");
        string stamp = Path.Join(home, compressedToo ? "complete" : "docker-archive-complete");
        if (File.Exists(stamp) && await File.ReadAllLinesAsync(stamp, cancellationToken) is [Version, var config])
        {
            return In(home, config);
        }

        Directory.CreateDirectory(home);
        SampleArchives archives = await WriteAsync(home, [.. Enumerable.Repeat(size / LayerCount, LayerCount)], compressedToo, cancellationToken);
        await File.WriteAllLinesAsync(stamp, [Version, archives.ConfigDigest], cancellationToken);
        return archives;
    }

    /// <summary>Writes the archives into an existing folder, with layers of these sizes.</summary>
    public static async Task<SampleArchives> WriteAsync(string folder, IReadOnlyList<long> layerSizes, bool compressedToo, CancellationToken cancellationToken)
    {
        IReadOnlyList<SampleLayer> layers = await SampleLayers.WriteAsync(folder, layerSizes, cancellationToken);
        byte[] configContent = Config(layers);
        SampleArchives archives = In(folder, Digest(configContent));
        await WriteDockerArchiveAsync(archives.DockerArchive, layers, configContent, cancellationToken);
        if (compressedToo)
        {
            await Task.WhenAll(
                Task.Run(() => CompressAsync(archives.DockerArchive, archives.DockerArchiveGzip, cancellationToken), cancellationToken),
                Task.Run(() => WriteOciArchiveAsync(archives.OciArchive, layers, configContent, cancellationToken), cancellationToken));
        }

        foreach (SampleLayer layer in layers)
        {
            File.Delete(layer.Path);
        }

        return archives;
    }

    private static SampleArchives In(string folder, string configDigest) =>
        new(Path.Join(folder, "docker.tar"), Path.Join(folder, "docker.tar.gz"), Path.Join(folder, "oci.tar"), configDigest);

    private static byte[] Config(IReadOnlyList<SampleLayer> layers) => Json(writer =>
    {
        writer.WriteString("architecture", "amd64");
        writer.WriteString("os", "linux");
        writer.WriteString("created", "1970-01-01T00:00:00Z");
        writer.WriteStartObject("config");
        writer.WriteEndObject();
        writer.WriteStartObject("rootfs");
        writer.WriteString("type", "layers");
        WriteStrings(writer, "diff_ids", layers.Select(layer => layer.DiffId));
        writer.WriteEndObject();
    });

    private static async Task WriteDockerArchiveAsync(string path, IReadOnlyList<SampleLayer> layers, byte[] config, CancellationToken cancellationToken)
    {
        await using FileStream file = File.Create(path);
        await using TarWriter tar = new(file, TarEntryFormat.Pax);
        string configName = Hex(Digest(config)) + ".json";
        await AddAsync(tar, configName, config, cancellationToken);
        foreach (SampleLayer layer in layers)
        {
            await tar.WriteEntryAsync(layer.Path, Hex(layer.DiffId) + ".tar", cancellationToken);
        }

        byte[] item = Json(writer =>
        {
            writer.WriteString("Config", configName);
            WriteStrings(writer, "RepoTags", [$"{Repository}:{Tag}"]);
            WriteStrings(writer, "Layers", layers.Select(layer => Hex(layer.DiffId) + ".tar"));
        });
        await AddAsync(tar, "manifest.json", [(byte)'[', .. item, (byte)']'], cancellationToken);
    }

    private static async Task WriteOciArchiveAsync(string path, IReadOnlyList<SampleLayer> layers, byte[] config, CancellationToken cancellationToken)
    {
        await using FileStream file = File.Create(path);
        await using TarWriter tar = new(file, TarEntryFormat.Pax);
        await AddAsync(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray(), cancellationToken);
        await AddAsync(tar, BlobName(Digest(config)), config, cancellationToken);
        List<(string Digest, long Size)> blobs = [];
        foreach (SampleLayer layer in layers)
        {
            string compressed = layer.Path + ".gz";
            await CompressAsync(layer.Path, compressed, cancellationToken);
            string digest = await SampleLayers.HashAsync(compressed, cancellationToken);
            blobs.Add((digest, new FileInfo(compressed).Length));
            await tar.WriteEntryAsync(compressed, BlobName(digest), cancellationToken);
            File.Delete(compressed);
        }

        byte[] manifest = Json(writer =>
        {
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", "application/vnd.oci.image.manifest.v1+json");
            writer.WriteStartObject("config");
            WriteDescriptor(writer, "application/vnd.oci.image.config.v1+json", Digest(config), config.Length);
            writer.WriteEndObject();
            writer.WriteStartArray("layers");
            foreach ((string digest, long size) in blobs)
            {
                writer.WriteStartObject();
                WriteDescriptor(writer, "application/vnd.oci.image.layer.v1.tar+gzip", digest, size);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        await AddAsync(tar, BlobName(Digest(manifest)), manifest, cancellationToken);
        byte[] index = Json(writer =>
        {
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteStartArray("manifests");
            writer.WriteStartObject();
            WriteDescriptor(writer, "application/vnd.oci.image.manifest.v1+json", Digest(manifest), manifest.Length);
            writer.WriteStartObject("annotations");
            writer.WriteString("org.opencontainers.image.ref.name", $"{Repository}:{Tag}");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
        await AddAsync(tar, "index.json", index, cancellationToken);
    }

    private static async Task CompressAsync(string source, string destination, CancellationToken cancellationToken)
    {
        await using FileStream input = File.OpenRead(source);
        await using FileStream output = File.Create(destination);
        await using GZipStream gzip = new(output, CompressionLevel.Optimal);
        await input.CopyToAsync(gzip, 1024 * 1024, cancellationToken);
    }

    private static async Task AddAsync(TarWriter tar, string name, byte[] content, CancellationToken cancellationToken) =>
        await tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch },
            cancellationToken);

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream content = new();
        using (Utf8JsonWriter writer = new(content))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return content.ToArray();
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteDescriptor(Utf8JsonWriter writer, string mediaType, string digest, long size)
    {
        writer.WriteString("mediaType", mediaType);
        writer.WriteString("digest", digest);
        writer.WriteNumber("size", size);
    }

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private static string Hex(string digest) => digest["sha256:".Length..];

    private static string BlobName(string digest) => "blobs/sha256/" + Hex(digest);
}
