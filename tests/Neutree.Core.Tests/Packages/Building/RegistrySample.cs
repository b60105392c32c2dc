using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Registries;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Packages.Building;

/// <summary>Puts images, and what cosign attaches to them, into a real registry, and says what is there.</summary>
internal sealed class RegistrySample(RealRegistry registry) : IAsyncDisposable
{
    public RegistryClient Client { get; } = new(registry.Host, new RegistryOptions { PlainHttp = true });

    /// <summary>Pushes <c>team/multi:2.0</c> (two platforms, with a referrer) and <c>library/tool:1</c>.</summary>
    /// <param name="folder">For the files in between.</param>
    /// <param name="extraLayer">One more layer for each platform: another version.</param>
    /// <param name="noise">Bytes of a layer that can't be compressed much.</param>
    public async Task PushAsync(TemporaryFolder folder, string? extraLayer = null, int noise = 64 * 1024)
    {
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder, extraLayer, noise);
        PackageWriteResult package = await new PackageWriter(sample.Options(folder.File($"pushed-{extraLayer}.tar.gz"))).WriteAsync(null, CancellationToken.None);
        await ImportAsync(package.Path, registry.Host);
    }

    /// <summary>Attaches by tag, as <c>cosign sign</c>, <c>attest</c> and <c>attach sbom</c> do: an image's config, and a layer for each text.</summary>
    public async Task<Digest> AttachAsync(string repository, Digest subject, string suffix, params string[] texts)
    {
        byte[] config = Encoding.UTF8.GetBytes($$"""{"architecture":"","os":"","created":"0001-01-01T00:00:00Z","config":{},"rootfs":{"type":"layers","diff_ids":[{{string.Join(',', texts.Select(text => $"\"{Digest.Compute(Encoding.UTF8.GetBytes(text))}\""))}}]} }""");
        foreach (byte[] blob in texts.Select(Encoding.UTF8.GetBytes).Append(config))
        {
            await Client.UploadBlobAsync(repository, TestBlobs.Known(blob), null, CancellationToken.None);
        }

        Neutree.Core.Oci.Manifest manifest = Neutree.Core.Oci.Manifest.Create(
            new Descriptor(MediaTypes.OciConfig, Digest.Compute(config), config.Length),
            texts.Select(text => new Descriptor("application/vnd.dev.cosign.simplesigning.v1+json", Digest.Compute(Encoding.UTF8.GetBytes(text)), Encoding.UTF8.GetByteCount(text))));
        await Client.PutManifestAsync(repository, $"sha256-{subject.Hex}.{suffix}", new ManifestContent(manifest.MediaType, manifest.Content, manifest.Digest), CancellationToken.None);
        return manifest.Digest;
    }

    public async Task<Digest> DigestOfAsync(string repository, string tag) =>
        (await Client.FindManifestAsync(repository, tag, CancellationToken.None) ?? throw new InvalidOperationException($"{repository}:{tag} isn't there")).Digest;

    /// <summary>Every tag with its digest, and what each of an index's manifests is.</summary>
    public async Task<string[]> ContentsAsync(params string[] repositories)
    {
        List<string> contents = [];
        foreach (string repository in repositories)
        {
            await foreach (string tag in Client.ListTagsAsync(repository, CancellationToken.None))
            {
                ManifestContent found = (await Client.FindManifestAsync(repository, tag, CancellationToken.None))!;
                contents.Add($"{repository}:{tag} {found.MediaType} {found.Digest}");
                foreach (Descriptor child in MediaTypes.IsIndex(found.MediaType) ? ImageIndex.Parse(found.Content, found.MediaType).Manifests : [])
                {
                    ManifestContent? there = await Client.FindManifestAsync(repository, child.Digest.ToString(), CancellationToken.None);
                    contents.Add($"  {child.Platform} {there?.MediaType} {there?.Digest}");
                }
            }
        }

        return [.. contents];
    }

    public static async Task<List<ImageTransferResult>> ImportAsync(string path, string registry)
    {
        ImageImportOptions options = new() { Path = path, Registry = "http://" + registry };
        List<ImageTransferResult> results = await new ImageImporter(options).ImportAsync(null, CancellationToken.None).ToListAsync();
        Assert.Equal([], results.Select(result => result.Error?.Message).OfType<string>());
        return results;
    }

    /// <summary>The digests of all manifests and blobs in a package.</summary>
    public static async Task<HashSet<string>> BlobsOfAsync(string package)
    {
        await using ArchiveFiles outer = await ArchiveOpener.OpenPathAsync(package, new ArchiveOptions(), CancellationToken.None);
        await using ArchiveFiles inner = await outer.OpenInnerAsync(outer.Find("images/all-images.tar")!, new ArchiveOptions(), CancellationToken.None);
        return [.. inner.FileNames.Where(name => name.StartsWith("blobs/", StringComparison.Ordinal)).Select(name => name["blobs/sha256/".Length..])];
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
