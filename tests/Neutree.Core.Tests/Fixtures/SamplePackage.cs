using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>
/// What sample packages are made of: an index of two platforms with gzip'ed layers and a signature, as a registry serves it, and an image whose loose plain
/// layers come from a docker archive.
/// </summary>
internal sealed class SamplePackage : IAsyncDisposable
{
    public const string MultiName = "registry.example.com/team/multi:2.0";
    public const string ToolName = "tool:1";

    private readonly ImageArchive _layout;
    private readonly ImageArchive _saved;

    private SamplePackage(ImageArchive layout, ImageArchive saved, IReadOnlyList<PackageImageContent> images)
    {
        _layout = layout;
        _saved = saved;
        Images = images;
    }

    public IReadOnlyList<PackageImageContent> Images { get; }

    public SourceContent Multi => Images[0].Image.Content;

    /// <summary>A chart file and an empty one.</summary>
    public static IReadOnlyList<PackageFileContent> Files { get; } =
    [
        PackageFileContent.FromBytes("chart/Chart.yaml", "name: sample\nversion: 1.0.0\n"u8.ToArray()),
        PackageFileContent.FromBytes("README.md", "# Sample\n"u8.ToArray()),
        PackageFileContent.FromBytes("chart/empty", ReadOnlyMemory<byte>.Empty),
    ];

    public static PackageManifest Manifest { get; } = new() { Metadata = new PackageMetadata { Version = "1.10", Author = "Neutree Team", Tags = ["cluster", "amd64"] } };

    /// <param name="folder">Where the sources' files go.</param>
    /// <param name="extraLayer">One more layer for each image of the index: another version.</param>
    /// <param name="noise">Bytes of a layer that gzip halves and no further; the default takes up several members.</param>
    public static async Task<SamplePackage> CreateAsync(TemporaryFolder folder, string? extraLayer = null, int noise = 3 * 1024 * 1024)
    {
        string[] layers = extraLayer is null ? ["base", Noise(1, noise)] : ["base", Noise(1, noise), extraLayer];
        SampleImage amd64 = SampleImage.Create([.. layers, "for amd64"]);
        SampleImage arm64 = SampleImage.CreateFor("arm64", [.. layers, "for arm64"]);
        ArchiveBuilder builder = new();
        HashSet<Digest> written = [];
        List<Descriptor> children = [];
        foreach (SampleImage image in (SampleImage[])[amd64, arm64])
        {
            Neutree.Core.Oci.Manifest manifest = image.CreateManifest(gzip: true);
            foreach (byte[] blob in image.GzipLayers.Append(image.Config).Append(manifest.Content.ToArray()).Where(blob => written.Add(Digest.Compute(blob))))
            {
                builder.AddBlob(blob);
            }

            children.Add(manifest.ToDescriptor() with { ArtifactType = null, Platform = ImageConfig.Parse(image.Config).Platform });
        }

        ImageIndex index = ImageIndex.Create(children);
        byte[] signature = Signature(index.ToDescriptor());
        builder.AddBlob(index.Content.ToArray()).AddBlob(signature).AddBlob("{}"u8.ToArray()).AddBlob("signed"u8.ToArray()).AddLayoutFiles(
            [ArchiveBuilder.Named(index.ToDescriptor(), MultiName), new Descriptor(MediaTypes.OciManifest, Digest.Compute(signature), signature.Length)]);
        string suffix = extraLayer is null ? "" : "-" + Digest.Compute(Encoding.UTF8.GetBytes(extraLayer)).Hex[..8];
        ImageArchive layout = await OpenAsync(folder.Write($"layout{suffix}.tar", builder.ToTar()));
        ImageArchive saved = await OpenAsync(folder.Write($"saved{suffix}.tar", ArchiveBuilder.CreateDockerSave((SampleImage.Create("base", Noise(2, noise)), [ToolName])).ToTar()));
        return new SamplePackage(layout, saved, [await ContentAsync(layout), await ContentAsync(saved)]);
    }

    public PackageWriteOptions Options(string path) => new() { OutputPath = path, Manifest = Manifest, Images = Images, Files = Files };

    public async ValueTask DisposeAsync()
    {
        await _layout.DisposeAsync();
        await _saved.DisposeAsync();
    }

    private static async Task<PackageImageContent> ContentAsync(ImageArchive archive)
    {
        SourceImage image = Assert.Single(await archive.GetImagesAsync(CancellationToken.None));
        return new PackageImageContent { Source = archive, Image = image, Names = [.. image.Names.Select(ImageReference.Parse)] };
    }

    private static Task<ImageArchive> OpenAsync(string path) => ImageArchive.OpenAsync(path, new ArchiveOptions(), CancellationToken.None);

    private static byte[] Signature(Descriptor subject) => Encoding.UTF8.GetBytes(
        $$$"""{"schemaVersion":2,"mediaType":"{{{MediaTypes.OciManifest}}}","artifactType":"application/x.signature","config":{"mediaType":"{{{MediaTypes.OciEmpty}}}","digest":"{{{Digest.OfEmptyJson}}}","size":2},"layers":[{"mediaType":"text/plain","digest":"{{{Digest.Compute("signed"u8)}}}","size":6}],"subject":{"mediaType":"{{{subject.MediaType}}}","digest":"{{{subject.Digest}}}","size":{{{subject.Size}}} }}""");

    private static string Noise(int seed, int length)
    {
        byte[] bytes = new byte[length / 2];
        new Random(seed).NextBytes(bytes);
        return Convert.ToHexString(bytes);
    }
}
