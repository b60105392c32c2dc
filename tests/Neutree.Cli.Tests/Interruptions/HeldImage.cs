using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Neutree.Cli.Tests.Interruptions;

/// <summary>An image as a registry holds it, every blob pulled and hashed by this code alone.</summary>
/// <param name="ConfigDigest">What the manifest names and the bytes have.</param>
/// <param name="DiffIds">Of the layers as they were pulled and unpacked.</param>
/// <param name="ListedDiffIds">What the config lists.</param>
/// <param name="Layers">Digest and size of the stored layers.</param>
internal sealed record HeldImage(string ConfigDigest, IReadOnlyList<string> DiffIds, IReadOnlyList<string> ListedDiffIds, IReadOnlyList<(string Digest, long Size)> Layers)
{
    private static readonly string[] ManifestTypes = ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];

    /// <summary>Bytes of the stored layers.</summary>
    public long Size => Layers.Sum(layer => layer.Size);

    /// <exception cref="InvalidDataException">A blob isn't what its digest says.</exception>
    public static async Task<HeldImage> ReadAsync(HttpClient registry, string repository, string tag)
    {
        using JsonDocument manifest = JsonDocument.Parse((await ReadManifestAsync(registry, repository, tag)).Content);
        string configDigest = manifest.RootElement.GetProperty("config").GetProperty("digest").GetString()!;
        byte[] config = await registry.GetByteArrayAsync(new Uri($"/v2/{repository}/blobs/{configDigest}", UriKind.Relative));
        Check(configDigest, SHA256.HashData(config));
        using JsonDocument parsed = JsonDocument.Parse(config);
        List<string> diffIds = [];
        List<(string, long)> layers = [];
        foreach (JsonElement layer in manifest.RootElement.GetProperty("layers").EnumerateArray())
        {
            string digest = layer.GetProperty("digest").GetString()!;
            layers.Add((digest, layer.GetProperty("size").GetInt64()));
            diffIds.Add(await ReadLayerAsync(registry, repository, digest, layer.GetProperty("mediaType").GetString()!.EndsWith("gzip", StringComparison.Ordinal)));
        }

        string[] listed = [.. parsed.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(id => id.GetString()!)];
        return new HeldImage(configDigest, diffIds, listed, layers);
    }

    /// <summary>Digest and bytes of a tag's manifest.</summary>
    public static async Task<(string Digest, byte[] Content)> ReadManifestAsync(HttpClient registry, string repository, string tag)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"/v2/{repository}/manifests/{tag}", UriKind.Relative));
        foreach (string type in ManifestTypes)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        }

        using HttpResponseMessage response = await registry.SendAsync(request);
        byte[] content = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return ("sha256:" + Convert.ToHexStringLower(SHA256.HashData(content)), content);
    }

    /// <summary>Which of these layers the registry holds now.</summary>
    public static async Task<IReadOnlyList<(string Digest, long Size)>> FindLayersAsync(
        HttpClient registry, string repository, IEnumerable<(string Digest, long Size)> layers)
    {
        List<(string, long)> found = [];
        foreach ((string Digest, long Size) layer in layers)
        {
            using HttpRequestMessage request = new(HttpMethod.Head, new Uri($"/v2/{repository}/blobs/{layer.Digest}", UriKind.Relative));
            using HttpResponseMessage response = await registry.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                found.Add(layer);
            }
        }

        return found;
    }

    private static async Task<string> ReadLayerAsync(HttpClient registry, string repository, string digest, bool isGzip)
    {
        await using Stream body = await registry.GetStreamAsync(new Uri($"/v2/{repository}/blobs/{digest}", UriKind.Relative));
        using SHA256 stored = SHA256.Create();
        await using CryptoStream hashed = new(body, stored, CryptoStreamMode.Read);
        if (!isGzip)
        {
            string plain = "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(hashed));
            Check(digest, stored.Hash!);
            return plain;
        }

        await using GZipStream unpacked = new(hashed, CompressionMode.Decompress, leaveOpen: true);
        string diffId = "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(unpacked));
        await hashed.CopyToAsync(Stream.Null);
        Check(digest, stored.Hash!);
        return diffId;
    }

    private static void Check(string digest, byte[] hash)
    {
        if (digest != "sha256:" + Convert.ToHexStringLower(hash))
        {
            throw new InvalidDataException($"the registry gives other bytes under {digest}");
        }
    }
}
