using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Archives;

public sealed class OciLayoutTests
{
    private static readonly SampleImage Amd64 = SampleImage.Create("one", "two");
    private static readonly SampleImage Arm64 = SampleImage.CreateFor("arm64", "one", "three");

    private static ArchiveBuilder AddImage(ArchiveBuilder builder, SampleImage image)
    {
        foreach (byte[] blob in image.GzipLayers.Append(image.Config).Append(image.CreateManifest(gzip: true).Content.ToArray()))
        {
            builder.AddBlob(blob);
        }

        return builder;
    }

    private static Descriptor Entry(SampleImage image) => image.CreateManifest(gzip: true).ToDescriptor() with { ArtifactType = null };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_layout_is_read_from_tar_and_folder_alike(bool asFolder)
    {
        ArchiveBuilder layout = ArchiveBuilder.CreateLayout(gzip: true, dockerList: false, (Amd64, ["docker.io/a/b:1", "docker.io/a/b:2"]), (Arm64, []));
        using TemporaryFolder folder = new();
        if (asFolder)
        {
            layout.WriteTo(folder.File("layout"));
        }
        else
        {
            folder.Write("layout", layout.ToTar());
        }

        await using ImageArchive archive = await ImageArchive.OpenAsync(folder.File("layout"), new ArchiveOptions(), CancellationToken.None);
        IReadOnlyList<SourceImage> images = await archive.GetImagesAsync(CancellationToken.None);
        Assert.Equal([["docker.io/a/b:1", "docker.io/a/b:2"], []], images.Select(image => image.Names));
        StoredManifest first = (StoredManifest)images[0].Content;
        Assert.Equal(
            (Amd64.CreateManifest(gzip: true).Digest, new Platform("linux", "amd64")),
            (first.Digest, first.Platform));
        Assert.Equal(Amd64.DiffIds, first.Layers.Select(layer => layer.DiffId!.Value));
        Assert.Equal(Amd64.Config, first.ConfigContent!.Value.ToArray());
        Assert.Equal(Amd64.GzipLayers[1][5..], await ArchiveReading.ReadBlobAsync(archive, first.Layers[1], 5));
    }

    [Theory]
    [InlineData("example/base:1.0", "example/base:1.0")]
    [InlineData("base:1.0", "base:1.0")]
    [InlineData("latest", "")]
    public async Task A_reference_annotation_is_a_name_if_it_is_more_than_a_tag(string annotation, string expected)
    {
        Descriptor entry = Entry(Amd64) with { Annotations = new Dictionary<string, string> { ["org.opencontainers.image.ref.name"] = annotation } };
        byte[] tar = AddImage(new ArchiveBuilder(), Amd64).AddLayoutFiles([entry]).ToTar();
        Assert.Equal(expected, string.Join(',', (await ArchiveReading.ReadImagesAsync(tar)).Single().Names));
    }

    [Fact]
    public async Task An_index_keeps_children_attestations_and_what_is_missing()
    {
        SampleImage attestation = SampleImage.CreateFor("unknown", "statement");
        ImageIndex index = ImageIndex.Create(
        [
            Entry(Amd64) with { Platform = new Platform("linux", "amd64") },
            Entry(Arm64) with { Platform = new Platform("linux", "arm64") },
            Entry(attestation) with { Platform = new Platform("unknown", "unknown") },
        ]);
        ArchiveBuilder builder = AddImage(AddImage(new ArchiveBuilder(), Amd64), attestation).AddBlob(index.Content.ToArray());
        byte[] tar = builder.AddLayoutFiles([ArchiveBuilder.Named(index.ToDescriptor(), "docker.io/a/b:1")]).ToTar();
        StoredIndex stored = (StoredIndex)(await ArchiveReading.ReadImagesAsync(tar)).Single().Content;
        Assert.Equal(index.Digest, stored.Digest);
        Assert.Equal(
            [new Platform("linux", "amd64"), new Platform("unknown", "unknown")],
            stored.Children.Select(child => ((StoredManifest)child).Platform!));
        Assert.Equal([Entry(Arm64).Digest], stored.Missing.Select(missing => missing.Digest));
    }

    [Fact]
    public async Task An_index_inside_an_index_is_read()
    {
        ImageIndex inner = ImageIndex.Create([Entry(Amd64)]);
        ImageIndex outer = ImageIndex.Create([inner.ToDescriptor()]);
        byte[] tar = AddImage(new ArchiveBuilder(), Amd64).AddBlob(inner.Content.ToArray()).AddBlob(outer.Content.ToArray())
            .AddLayoutFiles([outer.ToDescriptor()]).ToTar();
        StoredIndex stored = (StoredIndex)(await ArchiveReading.ReadImagesAsync(tar)).Single().Content;
        Assert.Equal(Entry(Amd64).Digest, ((StoredIndex)stored.Children.Single()).Children.Single().Digest);
    }

    [Fact]
    public async Task Indexes_nested_without_end_are_refused()
    {
        ArchiveBuilder builder = AddImage(new ArchiveBuilder(), Amd64);
        Descriptor entry = Entry(Amd64);
        for (int i = 0; i < 10; i++)
        {
            ImageIndex index = ImageIndex.Create([entry]);
            builder.AddBlob(index.Content.ToArray());
            entry = index.ToDescriptor();
        }

        Assert.Equal("Archive.IndexTooDeep", (await ArchiveReading.RefusedAsync(builder.AddLayoutFiles([entry]).ToTar())).ErrorId);
    }

    [Fact]
    public async Task An_index_that_claims_to_hold_itself_is_refused()
    {
        Digest claimed = Digest.Compute("x"u8);
        ImageIndex index = ImageIndex.Create([new Descriptor(MediaTypes.OciIndex, claimed, 1)]);
        byte[] tar = new ArchiveBuilder().AddFile(ArchiveBuilder.BlobName(claimed), index.Content.ToArray())
            .AddLayoutFiles([new Descriptor(MediaTypes.OciIndex, claimed, index.Content.Length)]).ToTar();
        Assert.Equal("Archive.DigestMismatch", (await ArchiveReading.RefusedAsync(tar)).ErrorId);
    }

    [Fact]
    public async Task Indexes_that_multiply_their_children_are_refused()
    {
        ArchiveBuilder builder = AddImage(new ArchiveBuilder(), Amd64);
        Descriptor entry = Entry(Amd64);
        for (int i = 0; i < 5; i++)
        {
            ImageIndex index = ImageIndex.Create(Enumerable.Repeat(entry, 50));
            builder.AddBlob(index.Content.ToArray());
            entry = index.ToDescriptor();
        }

        Assert.Equal("Archive.TooManyManifests", (await ArchiveReading.RefusedAsync(builder.AddLayoutFiles([entry]).ToTar())).ErrorId);
    }

    [Fact]
    public async Task A_manifest_over_4_MiB_is_refused()
    {
        byte[] large = new byte[ManifestContent.MaxSize + 1];
        byte[] tar = new ArchiveBuilder().AddBlob(large).AddLayoutFiles([new Descriptor(MediaTypes.OciManifest, Digest.Compute(large), large.Length)]).ToTar();
        Assert.Equal("Archive.DocumentTooLarge", (await ArchiveReading.RefusedAsync(tar)).ErrorId);
    }

    [Fact]
    public async Task A_layer_of_another_size_is_refused()
    {
        ArchiveBuilder builder = new ArchiveBuilder().AddBlob(Amd64.Config).AddBlob(Amd64.CreateManifest(gzip: true).Content.ToArray());
        foreach (byte[] layer in Amd64.GzipLayers)
        {
            builder.AddFile(ArchiveBuilder.BlobName(Digest.Compute(layer)), layer[..^1]);
        }

        Assert.Equal("Archive.SizeMismatch", (await ArchiveReading.RefusedAsync(builder.AddLayoutFiles([Entry(Amd64)]).ToTar())).ErrorId);
    }

    [Fact]
    public async Task A_missing_layer_is_named_with_its_image()
    {
        byte[] tar = new ArchiveBuilder().AddBlob(Amd64.Config).AddBlob(Amd64.CreateManifest(gzip: true).Content.ToArray())
            .AddLayoutFiles([ArchiveBuilder.Named(Entry(Amd64), "docker.io/a/b:1")]).ToTar();
        ArchiveException error = await ArchiveReading.RefusedAsync(tar);
        Assert.Equal("Archive.MissingBlob", error.ErrorId);
        Assert.Contains("docker.io/a/b:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_refers_to_an_image_belongs_to_it()
    {
        byte[] signature = System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"schemaVersion":2,"mediaType":"{{{MediaTypes.OciManifest}}}","artifactType":"application/vnd.example.signature","config":{"mediaType":"{{{MediaTypes.OciEmpty}}}","digest":"{{{Digest.OfEmptyJson}}}","size":2,"data":"e30="},"layers":[],"subject":{"mediaType":"{{{MediaTypes.OciManifest}}}","digest":"{{{Entry(Amd64).Digest}}}","size":{{{Entry(Amd64).Size}}}}}""");
        byte[] tar = AddImage(new ArchiveBuilder(), Amd64).AddBlob(signature)
            .AddLayoutFiles([ArchiveBuilder.Named(Entry(Amd64), "docker.io/a/b:1"), new Descriptor(MediaTypes.OciManifest, Digest.Compute(signature), signature.Length)])
            .ToTar();
        SourceImage image = (await ArchiveReading.ReadImagesAsync(tar)).Single();
        Assert.Equal([Digest.Compute(signature)], ((StoredManifest)image.Content).Referrers.Select(referrer => referrer.Digest));
    }

    [Fact]
    public async Task In_a_dual_archive_compressed_layers_keep_their_manifest()
    {
        byte[] tar = ArchiveBuilder.CreateLayout(gzip: true, dockerList: true, (Amd64, ["docker.io/library/b:1"])).ToTar();
        SourceImage image = (await ArchiveReading.ReadImagesAsync(tar)).Single();
        Assert.Equal(["b:1"], image.Names);
        Assert.Equal(Entry(Amd64).Digest, image.Content.Digest);
    }

    [Fact]
    public async Task In_a_dual_archive_plain_layers_are_loose()
    {
        byte[] tar = ArchiveBuilder.CreateLayout(gzip: false, dockerList: true, (Amd64, ["docker.io/library/b:1"])).ToTar();
        SourceImage image = (await ArchiveReading.ReadImagesAsync(tar)).Single();
        Assert.Equal((Amd64.ConfigDigest, typeof(LooseImage)), (image.Content.Digest, image.Content.GetType()));
    }

    [Fact]
    public async Task Manifests_that_list_no_layers_are_passed_over()
    {
        Manifest empty = Manifest.Create(new Descriptor(MediaTypes.OciConfig, Amd64.ConfigDigest, Amd64.Config.Length), []);
        ArchiveBuilder builder = new ArchiveBuilder().AddBlob(Amd64.Config).AddBlob(empty.Content.ToArray());
        foreach (byte[] layer in Amd64.Layers)
        {
            builder.AddBlob(layer);
        }

        string item = ArchiveBuilder.DockerItem(
            ArchiveBuilder.BlobName(Amd64.ConfigDigest), ["a/b:1"], [.. Amd64.DiffIds.Select(id => ArchiveBuilder.BlobName(id))]);
        byte[] tar = builder.AddLayoutFiles([ArchiveBuilder.Named(empty.ToDescriptor() with { ArtifactType = null }, "docker.io/a/b:1")])
            .AddFile("manifest.json", $"[{item}]").ToTar();
        SourceImage image = (await ArchiveReading.ReadImagesAsync(tar)).Single();
        Assert.Equal(["a/b:1"], image.Names);
        Assert.Equal(Amd64.DiffIds, ((LooseImage)image.Content).Layers.Select(layer => layer.DiffId!.Value));
    }
}
