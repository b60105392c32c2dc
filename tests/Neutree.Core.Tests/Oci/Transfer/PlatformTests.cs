using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;
using static Neutree.Core.Tests.Oci.Transfer.ImagePusherTests;

namespace Neutree.Core.Tests.Oci.Transfer;

public sealed class PlatformTests
{
    private readonly MemorySource _source = new();
    private readonly MemoryTarget _target = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_platform_turns_the_tag_into_an_index_of_both(bool inOneRun)
    {
        TransferItem amd64 = Item(_source, Loose("amd64"), "a", "1");
        TransferItem arm64 = Item(_source, Loose("arm64"), "a", "1");
        if (inOneRun)
        {
            await PushAsync(_target, amd64, arm64);
        }
        else
        {
            await PushAsync(_target, amd64);
            await PushAsync(_target, arm64);
        }

        Assert.Equal(["linux/amd64", "linux/arm64"], Platforms("a", "1").Order());
    }

    [Fact]
    public async Task The_same_platform_is_replaced_in_the_index_and_the_other_stays()
    {
        await PushAsync(_target, Item(_source, Loose("amd64"), "a", "1"));
        await PushAsync(_target, Item(_source, Loose("arm64"), "a", "1"));
        ImageIndex before = Index("a", "1");
        await PushAsync(_target, Item(_source, _source.Add("a:1", _source.AddStored("amd64", [9])), "a", "1"));
        ImageIndex after = Index("a", "1");
        Assert.Equal(["linux/amd64", "linux/arm64"], Platforms("a", "1").Order());
        Assert.Equal(Entry(before, "arm64"), Entry(after, "arm64"));
        Assert.NotEqual(Entry(before, "amd64"), Entry(after, "amd64"));
    }

    [Fact]
    public async Task The_same_platform_as_a_lone_manifest_is_replaced_without_an_index()
    {
        await PushAsync(_target, Item(_source, Loose("amd64", 1), "a", "1"));
        await PushAsync(_target, Item(_source, Loose("amd64", 2), "a", "1"));
        Assert.True(MediaTypes.IsManifest(_target.Find("a", "1")!.MediaType));
    }

    [Fact]
    public async Task Replace_writes_only_the_new_platform()
    {
        await PushAsync(_target, Item(_source, Loose("amd64"), "a", "1"));
        await PushAsync(_target, new TransferOptions { Replace = true }, Item(_source, Loose("arm64"), "a", "1"));
        Manifest manifest = Manifest.Parse(_target.Find("a", "1")!.Content);
        Assert.Equal("arm64", ImageConfig.Parse(_target.Blob("a", manifest.Config.Digest)).Platform.Architecture);
    }

    [Fact]
    public async Task An_image_that_the_index_already_holds_is_present_and_not_read()
    {
        SourceImage amd64 = Loose("amd64");
        await PushAsync(_target, Item(_source, amd64, "a", "1"));
        await PushAsync(_target, Item(_source, Loose("arm64"), "a", "1"));
        _source.Opened.Clear();
        ImageTransferResult again = Assert.Single(await PushAsync(_target, Item(_source, amd64, "a", "1")));
        Assert.Equal(TransferStatus.AlreadyPresent, again.Status);
        Assert.Empty(_source.Opened);
    }

    [Fact]
    public async Task A_whole_index_arrives_byte_for_byte_even_over_another_platform()
    {
        await PushAsync(_target, Item(_source, Loose("s390x"), "a", "1"));
        StoredIndex index = MemorySource.IndexOf(_source.AddStored("amd64", [1]), _source.AddStored("arm64", [2]));
        await PushAsync(_target, Item(_source, _source.Add("a:1", index), "a", "1"));
        Assert.Equal(index.Index.Content.ToArray(), _target.Find("a", "1")!.Content.ToArray());
    }

    [Fact]
    public async Task Two_of_three_platforms_become_a_new_index_that_names_its_origin()
    {
        StoredIndex index = MemorySource.IndexOf(_source.AddStored("amd64", [1]), _source.AddStored("arm64", [2]), _source.AddStored("s390x", [3]));
        TransferOptions options = new() { Platforms = [Platform.Parse("linux/amd64"), Platform.Parse("linux/arm64")] };
        ImageTransferResult result = Assert.Single(await PushAsync(_target, options, Item(_source, _source.Add("a:1", index), "a", "1")));
        Assert.Equal(["linux/amd64", "linux/arm64"], Platforms("a", "1"));
        Assert.Equal(index.Digest.ToString(), Index("a", "1").Annotations["ai.neutree.origin.digest"]);
        Assert.Contains(index.Digest.ToString(), Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal("linux/amd64,linux/arm64", result.Platform);
    }

    [Fact]
    public async Task One_platform_of_an_index_is_the_lone_manifest_with_its_own_digest()
    {
        StoredManifest amd64 = _source.AddStored("amd64", [1]);
        StoredIndex index = MemorySource.IndexOf(amd64, _source.AddStored("arm64", [2]));
        TransferOptions options = new() { Platforms = [Platform.Parse("linux/amd64")] };
        ImageTransferResult result = Assert.Single(await PushAsync(_target, options, Item(_source, _source.Add("a:1", index), "a", "1")));
        Assert.Equal((amd64.Digest, 1), (result.Digest!.Value, result.Warnings.Count));
    }

    [Fact]
    public async Task A_platform_the_image_lacks_fails_and_lists_what_it_has()
    {
        StoredIndex index = MemorySource.IndexOf(_source.AddStored("amd64", [1]), _source.AddStored("arm64", [2]));
        TransferOptions options = new() { Platforms = [Platform.Parse("linux/riscv64")] };
        ImageTransferResult result = Assert.Single(await PushAsync(_target, options, Item(_source, _source.Add("a:1", index), "a", "1")));
        Assert.Equal("a:1 has no image for linux/riscv64; it has linux/amd64, linux/arm64", result.Error!.Message);
    }

    private SourceImage Loose(string architecture, byte content = 5) => _source.AddLoose("a:1", architecture, _source.AddPlainLayer([content]));

    private ImageIndex Index(string repository, string tag) => ImageIndex.Parse(_target.Find(repository, tag)!.Content);

    private IEnumerable<string> Platforms(string repository, string tag) => Index(repository, tag).Manifests.Select(entry => entry.Platform!.ToString());

    private static Digest Entry(ImageIndex index, string architecture) => index.Manifests.Single(entry => entry.Platform!.Architecture == architecture).Digest;
}
