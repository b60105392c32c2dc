using Neutree.Core.Oci;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Tests.Fixtures;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Neutree.Core.Tests.Packages.Checks;

/// <summary>Layers that a deep check unpacks, all with the right digest.</summary>
public sealed class DeepCheckTests
{
    private static readonly SampleImage Image = SampleImage.Create("layer");

    private static async Task<IReadOnlyList<string>> CheckAsync(string mediaType, byte[] layer, bool deep = true)
    {
        using TemporaryFolder folder = new();
        Neutree.Core.Oci.Manifest manifest = Image.CreateManifest(mediaType, layer);
        byte[] archive = new ArchiveBuilder().AddBlob(layer).AddBlob(Image.Config).AddBlob(manifest.Content.ToArray())
            .AddLayoutFiles([ArchiveBuilder.Named(manifest.ToDescriptor() with { ArtifactType = null }, "docker.io/library/a:1")]).ToTar();
        PackageCheckOptions options = new() { Path = folder.Write("image.tar", archive), Deep = deep };
        List<string> findings = [];
        await foreach (PackageFinding finding in new PackageChecker(options).CheckAsync(null, CancellationToken.None))
        {
            if (finding.Id != "Package.ChecksumsMissing")
            {
                findings.Add($"{finding.Severity} {finding.Id}");
            }
        }

        return findings;
    }

    private static byte[] Zstd(byte[] content, int windowLog = 0)
    {
        using MemoryStream packed = new();
        using (CompressionStream zstd = new(packed, leaveOpen: true))
        {
            zstd.SetParameter(ZSTD_cParameter.ZSTD_c_windowLog, windowLog);
            zstd.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Other => SampleImage.Create("other").Layers[0];

    [Fact]
    public async Task Layers_that_unpack_to_their_diff_ID_are_sound()
    {
        byte[] layer = Image.Layers[0];

        Assert.Equal(["Information Package.Sound"], await CheckAsync(MediaTypes.OciLayerGzip, SampleImage.Gzip(layer)));
        Assert.Equal(["Information Package.Sound"], await CheckAsync(MediaTypes.OciLayerZstd, Zstd(layer)));
        Assert.Equal(["Information Package.Sound"], await CheckAsync(MediaTypes.OciLayerZstd, [.. Zstd(layer[..100]), .. Zstd(layer[100..])]));
    }

    [Fact]
    public async Task Layers_that_unpack_to_something_else_are_found()
    {
        Assert.Equal(["Error Package.DiffIdMismatch"], await CheckAsync(MediaTypes.OciLayerGzip, SampleImage.Gzip(Other)));
        Assert.Equal(["Error Package.DiffIdMismatch"], await CheckAsync(MediaTypes.OciLayerZstd, Zstd(Other)));
        Assert.Equal(["Information Package.Sound"], await CheckAsync(MediaTypes.OciLayerZstd, Zstd(Other), deep: false));
    }

    [Fact]
    public async Task Layers_that_do_not_unpack_are_found()
    {
        byte[] gzip = SampleImage.Gzip(Image.Layers[0]);
        byte[] zstd = Zstd(Image.Layers[0]);
        byte[] garbled = [.. zstd[..8], .. Enumerable.Repeat((byte)0x55, zstd.Length - 8)];

        Assert.Equal(["Error Package.DiffIdMismatch"], await CheckAsync(MediaTypes.OciLayerGzip, gzip[..^20]));
        Assert.Equal(["Error Package.DiffIdMismatch"], await CheckAsync(MediaTypes.OciLayerZstd, zstd[..^5]));
        Assert.Equal(["Error Package.DiffIdMismatch"], await CheckAsync(MediaTypes.OciLayerZstd, garbled));
    }

    [Fact]
    public async Task A_layer_that_would_take_too_much_memory_to_unpack_is_said_to_be_unchecked() => Assert.Equal(
        ["Information Package.DiffIdNotChecked", "Information Package.Sound"],
        await CheckAsync(MediaTypes.OciLayerZstd, Zstd(Image.Layers[0], windowLog: 27)));
}
