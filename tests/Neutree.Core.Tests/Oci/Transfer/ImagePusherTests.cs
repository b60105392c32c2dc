using System.IO.Compression;
using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Transfer;

public sealed class ImagePusherTests
{
    private static readonly byte[] LayerA = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i / 1000))];
    private static readonly byte[] LayerB = Encoding.UTF8.GetBytes("second layer");

    [Fact]
    public async Task A_loose_image_becomes_an_oci_manifest_whose_gzip_layers_unpack_to_the_diff_ids()
    {
        MemorySource source = new();
        SourceImage image = source.AddLoose("a:1", "amd64", source.AddPlainLayer(LayerA), source.AddPlainLayer(LayerB));
        MemoryTarget target = new();
        ImageTransferResult result = Assert.Single(await PushAsync(target, Item(source, image, "team/a", "1")));

        Manifest manifest = Manifest.Parse(target.Find("team/a", "1")!.Content);
        LooseImage loose = (LooseImage)image.Content;
        Assert.Equal((TransferStatus.Copied, manifest.Digest, "linux/amd64"), (result.Status, result.Digest!.Value, result.Platform));
        Assert.Equal((MediaTypes.OciManifest, loose.ConfigDigest), (manifest.MediaType, manifest.Config.Digest));
        Assert.Equal(loose.ConfigContent.ToArray(), target.Blob("team/a", manifest.Config.Digest));
        Assert.Equal([MediaTypes.OciLayerGzip, MediaTypes.OciLayerGzip], manifest.Layers.Select(layer => layer.MediaType));
        Assert.Equal(loose.Config.DiffIds, manifest.Layers.Select(layer => Digest.Compute(Gunzip(target.Blob("team/a", layer.Digest)))));
        Assert.Equal(result.BytesSent, manifest.Layers.Sum(layer => layer.Size) + manifest.Config.Size);
    }

    [Fact]
    public async Task Without_compression_layers_go_plain_as_oci_tar()
    {
        MemorySource source = new();
        SourceImage image = source.AddLoose("a:1", "amd64", source.AddPlainLayer(LayerB));
        MemoryTarget target = new();
        await PushAsync(target, new TransferOptions { LayerCompression = LayerCompression.None }, Item(source, image, "a", "1"));
        Descriptor layer = Assert.Single(Manifest.Parse(target.Find("a", "1")!.Content).Layers);
        Assert.Equal((MediaTypes.OciLayer, Digest.Compute(LayerB), (long)LayerB.Length), (layer.MediaType, layer.Digest, layer.Size));
    }

    [Fact]
    public async Task A_shared_layer_is_read_and_sent_once_and_mounted_into_the_other_repository()
    {
        MemorySource source = new();
        SourceBlob layer = source.AddPlainLayer(LayerA);
        SourceImage first = source.AddLoose("a:1", "amd64", layer);
        SourceImage second = source.AddLoose("b:1", "amd64", layer, source.AddPlainLayer(LayerB));
        MemoryTarget target = new();
        IReadOnlyList<ImageTransferResult> results = await PushAsync(target, Item(source, first, "a", "1"), Item(source, second, "b", "1"));
        Assert.All(results, result => Assert.Equal(TransferStatus.Copied, result.Status));
        Assert.Equal([0, 1], source.Opened.Order());
        Assert.Contains("mount b from a", target.Calls);
    }

    [Fact]
    public async Task Where_mounting_is_refused_the_layer_is_sent_again()
    {
        MemorySource source = new();
        SourceBlob layer = source.AddPlainLayer(LayerB);
        SourceImage image = source.AddLoose("a:1", "amd64", layer);
        MemoryTarget target = new() { AllowsMount = false };
        IReadOnlyList<ImageTransferResult> results = await PushAsync(target, Item(source, image, "a", "1"), Item(source, image, "b", "1"));
        Assert.All(results, result => Assert.Equal(TransferStatus.Copied, result.Status));
        Assert.NotNull(target.Find("b", "1"));
    }

    [Fact]
    public async Task A_second_push_reads_nothing()
    {
        MemorySource source = new();
        SourceImage image = source.AddLoose("a:1", "amd64", source.AddPlainLayer(LayerA));
        MemoryTarget target = new();
        await PushAsync(target, Item(source, image, "a", "1"));
        source.Opened.Clear();
        ImageTransferResult again = Assert.Single(await PushAsync(target, Item(source, image, "a", "1")));
        Assert.Equal((TransferStatus.AlreadyPresent, target.Find("a", "1")!.Digest, 0L), (again.Status, again.Digest!.Value, again.BytesSent));
        Assert.Empty(source.Opened);
    }

    [Fact]
    public async Task A_journal_knows_the_compressed_digest_so_a_lost_tag_costs_no_compression()
    {
        using TemporaryFolder cache = new();
        TransferOptions options = new() { CacheFolder = cache.Path };
        MemorySource source = new();
        SourceImage image = source.AddLoose("a:1", "amd64", source.AddPlainLayer(LayerA));
        MemoryTarget target = new();
        await PushAsync(target, options, Item(source, image, "a", "1"));
        ManifestContent before = target.Find("a", "1")!;
        target.Forget("a", "1");
        source.Opened.Clear();
        ImageTransferResult again = Assert.Single(await PushAsync(target, options, Item(source, image, "a", "1")));
        Assert.Equal((TransferStatus.Copied, before.Digest), (again.Status, again.Digest!.Value));
        Assert.Empty(source.Opened);
    }

    [Fact]
    public async Task A_layer_whose_arrival_was_never_confirmed_is_found_and_not_compressed_again()
    {
        using TemporaryFolder cache = new();
        TransferOptions options = new() { CacheFolder = cache.Path };
        MemorySource source = new();
        SourceImage image = source.AddLoose("a:1", "amd64", source.AddPlainLayer(LayerA));
        MemoryTarget target = new() { LosesConfirmations = true };
        ImageTransferResult first = Assert.Single(await PushAsync(target, options, Item(source, image, "a", "1")));
        target.LosesConfirmations = false;
        source.Opened.Clear();
        ImageTransferResult second = Assert.Single(await PushAsync(target, options, Item(source, image, "a", "1")));
        Assert.Equal((TransferStatus.Failed, TransferStatus.Copied, 0L), (first.Status, second.Status, second.BytesSent));
        Assert.Empty(source.Opened);
    }

    [Fact]
    public async Task A_stored_manifest_arrives_byte_for_byte()
    {
        MemorySource source = new();
        StoredManifest stored = source.AddStored("amd64", LayerA, LayerB);
        MemoryTarget target = new();
        await PushAsync(target, Item(source, source.Add("a:1", stored), "a", "1"));
        Assert.Equal(stored.Manifest.Content.ToArray(), target.Find("a", "1")!.Content.ToArray());
    }

    [Fact]
    public async Task Blobs_of_a_sequential_source_are_opened_in_file_order()
    {
        MemorySource source = new(isSequential: true);
        SourceBlob[] layers = [.. Enumerable.Range(0, 5).Select(i => source.AddPlainLayer([(byte)i]))];
        MemoryTarget target = new();
        await PushAsync(target, Item(source, source.AddLoose("a:1", "amd64", layers), "a", "1"));
        Assert.Equal([4, 3, 2, 1, 0], source.Opened);
    }

    [Fact]
    public async Task A_layer_that_is_not_what_the_config_lists_fails_its_image_and_no_other()
    {
        MemorySource source = new();
        SourceBlob bad = source.AddPlainLayer(LayerA);
        source.Damage(bad, [.. LayerA.Select((value, i) => i == 77 ? (byte)~value : value)]);
        SourceImage broken = source.AddLoose("bad:1", "amd64", bad);
        SourceImage sound = source.AddLoose("good:1", "amd64", source.AddPlainLayer(LayerB));
        MemoryTarget target = new();
        IReadOnlyList<ImageTransferResult> results = await PushAsync(target, Item(source, broken, "bad", "1"), Item(source, sound, "good", "1"));
        Assert.Equal("Transfer.DiffIdMismatch", Assert.IsType<TransferException>(results.Single(result => result.Status == TransferStatus.Failed).Error).ErrorId);
        Assert.Equal((null, true), (target.Find("bad", "1"), target.Find("good", "1") is not null));
    }

    [Fact]
    public async Task A_gzip_layer_without_stated_digest_is_checked_against_its_diff_id()
    {
        MemorySource source = new();
        byte[] gzip = Gzip(LayerB);
        SourceBlob right = source.AddBlob(gzip, MediaTypes.OciLayerGzip, null, Digest.Compute(LayerB), BlobCompression.Gzip);
        SourceBlob wrong = source.AddBlob(gzip, MediaTypes.OciLayerGzip, null, Digest.Compute(LayerA), BlobCompression.Gzip);
        MemoryTarget target = new();
        IReadOnlyList<ImageTransferResult> results = await PushAsync(
            target,
            Item(source, source.AddLoose("right:1", "amd64", right), "right", "1"),
            Item(source, source.AddLoose("wrong:1", "amd64", wrong), "wrong", "1"));
        Assert.Equal(TransferStatus.Copied, results.Single(result => result.Target == "right:1").Status);
        Assert.Equal("Transfer.DiffIdMismatch", ((TransferException)results.Single(result => result.Target == "wrong:1").Error!).ErrorId);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_blob_of_another_length_than_stated_is_refused(int difference)
    {
        MemorySource source = new();
        StoredManifest stored = source.AddStored("amd64", LayerB);
        source.Damage(stored.Layers[0], new byte[LayerB.Length + difference]);
        ImageTransferResult result = Assert.Single(await PushAsync(new MemoryTarget(), Item(source, source.Add("a:1", stored), "a", "1")));
        Assert.Equal("Transfer.LengthMismatch", ((TransferException)result.Error!).ErrorId);
    }

    [Fact]
    public async Task Cancelling_ends_the_run_and_leaves_no_tag()
    {
        MemorySource source = new();
        SourceImage image = source.AddLoose("a:1", "amd64", source.AddPlainLayer(LayerA));
        MemoryTarget target = new();
        using CancellationTokenSource stop = new();
        source.BeforeOpen = _ => stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PushAsync(target, new TransferOptions(), stop.Token, Item(source, image, "a", "1")));
        Assert.Null(target.Find("a", "1"));
    }

    [Fact]
    public async Task A_what_if_run_plans_and_writes_nothing()
    {
        MemorySource source = new();
        SourceImage image = source.AddLoose("a:1", "amd64", source.AddPlainLayer(LayerA));
        MemoryTarget target = new();
        ImageTransferResult result = Assert.Single(await PushAsync(target, new TransferOptions { WhatIf = true }, Item(source, image, "a", "1")));
        Assert.Equal((TransferStatus.Planned, "a:1"), (result.Status, result.Target));
        Assert.Empty(target.Calls);
    }

    internal static TransferItem Item(IImageSource source, SourceImage image, string repository, string tag) => new()
    {
        Source = source,
        Image = image,
        SourceName = image.Names[0],
        Repository = repository,
        Tag = tag,
        TargetName = $"{repository}:{tag}",
    };

    internal static Task<IReadOnlyList<ImageTransferResult>> PushAsync(MemoryTarget target, params TransferItem[] items) =>
        PushAsync(target, new TransferOptions(), items);

    internal static Task<IReadOnlyList<ImageTransferResult>> PushAsync(MemoryTarget target, TransferOptions options, params TransferItem[] items) =>
        PushAsync(target, options, CancellationToken.None, items);

    private static async Task<IReadOnlyList<ImageTransferResult>> PushAsync(
        MemoryTarget target, TransferOptions options, CancellationToken cancellationToken, params TransferItem[] items)
    {
        List<ImageTransferResult> results = [];
        await foreach (ImageTransferResult result in new ImagePusher(target, options).PushAsync(items, null, cancellationToken))
        {
            results.Add(result);
        }

        return results;
    }

    private static byte[] Gzip(byte[] plain)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return output.ToArray();
    }

    private static byte[] Gunzip(byte[] packed)
    {
        using GZipStream gzip = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream output = new();
        gzip.CopyTo(output);
        return output.ToArray();
    }
}
