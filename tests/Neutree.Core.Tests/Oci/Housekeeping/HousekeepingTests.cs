using Neutree.Core.Oci;
using Neutree.Core.Oci.Housekeeping;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Oci.Housekeeping;

public sealed class HousekeepingTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>An image whose one layer is its name, made so many days ago.</summary>
    private static async Task<Digest> PutAsync(IImageTarget target, string repository, string tag, int days, string layer = "", Digest? subject = null)
    {
        Descriptor content = await BlobAsync(target, repository, MediaTypes.OciLayer, $"layer {(layer.Length > 0 ? layer : tag)}");
        Descriptor config = await BlobAsync(target, repository, MediaTypes.OciConfig, $$"""{"created":"{{Now.AddDays(-days):O}}","os":"linux","architecture":"amd64","layer":"{{layer}}"}""");
        string about = subject is { } digest ? $$""","subject":{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{digest}}","size":2}""" : "";
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{{Json(config)}},"layers":[{{Json(content)}}]{{about}}}""");
        Digest own = Digest.Compute(bytes);
        await target.WriteManifestAsync(repository, subject is null ? tag : own.ToString(), new ManifestContent(MediaTypes.OciManifest, bytes, own), default);
        return own;
    }

    private static string Json(Descriptor descriptor) => $$"""{"mediaType":"{{descriptor.MediaType}}","digest":"{{descriptor.Digest}}","size":{{descriptor.Size}}}""";

    private static async Task<Descriptor> BlobAsync(IImageTarget target, string repository, string mediaType, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Descriptor descriptor = new(mediaType, Digest.Compute(bytes), bytes.Length);
        BlobContent content = new()
        {
            Name = text,
            Digest = descriptor.Digest,
            Length = bytes.Length,
            OpenAsync = _ => Task.FromResult<BlobStream>(new VerifiedBlobStream(new MemoryStream(bytes), text, descriptor.Digest, bytes.Length)),
        };
        await target.WriteBlobAsync(repository, content, progress: null, default);
        return descriptor;
    }

    private async Task<RegistryFolder> FolderAsync() => await RegistryFolder.OpenAsync(_folder.File("registry"));

    private string[] Blobs() => [.. Directory.EnumerateFiles(Path.Combine(_folder.File("registry"), "blobs", "sha256")).Select(path => Path.GetFileName(path))];

    private async Task<RemovedItem[]> PruneAsync(Func<RegistryPruneOptions, RegistryPruneOptions> change)
    {
        RegistryPruneOptions options = change(new RegistryPruneOptions { Folder = _folder.File("registry"), GracePeriod = TimeSpan.Zero });
        return await new RegistryPruner(options, logger: null, new FixedTime(options.Untagged || options.Unreferenced ? DateTimeOffset.UtcNow.AddSeconds(5) : Now)).PruneAsync(default).ToArrayAsync();
    }

    private static string[] Told(IEnumerable<RemovedItem> items) => [.. items.Select(item => $"{item.Status} {item.Kind} {item.Name}")];

    [Fact]
    public async Task Removing_a_tag_takes_the_image_with_its_referrers_and_leaves_what_another_tag_needs()
    {
        await using RegistryFolder folder = await FolderAsync();
        Digest image = await PutAsync(folder, "a/b", "one", 1, "same");
        Digest signature = await PutAsync(folder, "a/b", "", 1, "signature", subject: image);
        await PutAsync(folder, "a/b", "two", 1, "same");

        RemovedItem[] first = await new ImageRemover(new ImageRemoveOptions { Images = ["a/b:one"], Folder = folder.Name }).RemoveAsync(default).ToArrayAsync();
        Assert.Equal(["Removed Image a/b:one"], Told(first));
        Assert.Equal(image, first[0].Digest);
        Assert.Equal(["two"], await folder.ListTagsAsync("a/b"));
        Assert.NotNull(await folder.FindManifestAsync("a/b", signature.ToString(), default));

        RemovedItem[] second = await new ImageRemover(new ImageRemoveOptions { Images = ["a/b:two", "a/b:three"], Folder = folder.Name }).RemoveAsync(default).ToArrayAsync();
        Assert.Equal(["Removed Image a/b:two", "Failed Image a/b:three"], Told(second));
        Assert.Equal(("Registry.NotFound", ErrorKind.NotFound), (second[1].Error!.ErrorId, second[1].Error!.Kind));
        Assert.Null(await folder.FindManifestAsync("a/b", signature.ToString(), default));
        Assert.Empty(await folder.ListRepositoriesAsync());
    }

    [Fact]
    public async Task What_is_not_approved_is_planned_and_stays()
    {
        await using RegistryFolder folder = await FolderAsync();
        await PutAsync(folder, "a/b", "one", 1);
        List<string> asked = [];
        ImageRemoveOptions options = new()
        {
            Images = ["a/b:one"],
            Folder = folder.Name,
            Approve = item =>
            {
                asked.Add(item.Name);
                return ValueTask.FromResult(false);
            },
        };

        Assert.Equal(["Planned Image a/b:one"], Told(await new ImageRemover(options).RemoveAsync(default).ToArrayAsync()));
        Assert.Equal(["a/b:one"], asked);
        Assert.Equal(["one"], await folder.ListTagsAsync("a/b"));
    }

    [Fact]
    public async Task Tags_go_by_pattern_age_and_number_oldest_first()
    {
        await using RegistryFolder folder = await FolderAsync();
        foreach ((string tag, int days) in ((string, int)[])[("nightly-1", 40), ("nightly-2", 30), ("nightly-3", 20), ("nightly-4", 5), ("v1", 100)])
        {
            await PutAsync(folder, "a/b", tag, days);
        }

        await PutAsync(folder, "other", "nightly-1", 90);

        Assert.Equal(
            ["Planned Image a/b:nightly-1", "Planned Image a/b:nightly-2"],
            Told(await PruneAsync(options => options with { Repositories = ["a/*"], Tags = ["nightly-*"], OlderThan = TimeSpan.FromDays(10), Keep = 2, Approve = _ => ValueTask.FromResult(false) })));
        RemovedItem[] removed = await PruneAsync(options => options with { Tags = ["nightly-*"], OlderThan = TimeSpan.FromDays(25) });
        Assert.Equal(["Removed Image a/b:nightly-1", "Removed Image a/b:nightly-2", "Removed Image other:nightly-1"], Told(removed));
        Assert.Equal(Now.AddDays(-40), removed[0].Created);
        Assert.Equal(["nightly-3", "nightly-4", "v1"], await folder.ListTagsAsync("a/b"));
    }

    [Fact]
    public async Task Unreferenced_blobs_go_and_those_that_a_manifest_needs_stay()
    {
        await using RegistryFolder folder = await FolderAsync();
        await PutAsync(folder, "a/b", "one", 1);
        await PutAsync(folder, "a/b", "two", 1);
        await folder.DeleteManifestAsync("a/b", (await folder.FindManifestAsync("a/b", "two", default))!.Digest.ToString());
        Descriptor stray = await BlobAsync(folder, "a/b", MediaTypes.OciLayer, "stray");
        int before = Blobs().Length;

        RemovedItem[] planned = await PruneAsync(options => options with { Unreferenced = true, Approve = _ => ValueTask.FromResult(false) });
        Assert.Equal(before, Blobs().Length);
        RemovedItem[] removed = await PruneAsync(options => options with { Unreferenced = true });

        Assert.Equal(planned.Select(item => item.Name), removed.Select(item => item.Name));
        Assert.Equal([RemoveStatus.Planned, RemoveStatus.Removed], planned.Concat(removed).Select(item => item.Status).Distinct());
        Assert.Contains(stray.Digest.ToString(), removed.Select(item => item.Name));
        Assert.Equal(3, Blobs().Length);
        Assert.Equal("one", Assert.Single(await folder.ListTagsAsync("a/b")));
        Assert.Empty(await PruneAsync(options => options with { Unreferenced = true }));
    }

    [Fact]
    public async Task Young_blobs_may_belong_to_a_push_and_stay()
    {
        await using RegistryFolder folder = await FolderAsync();
        await BlobAsync(folder, "a/b", MediaTypes.OciLayer, "on its way");
        Assert.Empty(await PruneAsync(options => options with { Unreferenced = true, GracePeriod = TimeSpan.FromHours(1) }));
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_keeps_every_blob()
    {
        await using RegistryFolder folder = await FolderAsync();
        Digest image = await PutAsync(folder, "a/b", "one", 1);
        await BlobAsync(folder, "a/b", MediaTypes.OciLayer, "stray");
        await File.WriteAllTextAsync(Path.Combine(folder.Name, "blobs", "sha256", image.Hex), "damaged");

        ServingException error = await Assert.ThrowsAsync<ServingException>(() => PruneAsync(options => options with { Unreferenced = true }));

        Assert.Equal("Serving.UnreadableManifest", error.ErrorId);
        Assert.Equal(4, Blobs().Length);
    }

    [Fact]
    public async Task Untagged_manifests_go_but_not_those_that_refer_to_one_that_stays()
    {
        await using RegistryFolder folder = await FolderAsync();
        Digest image = await PutAsync(folder, "a/b", "one", 1);
        Digest signature = await PutAsync(folder, "a/b", "", 1, "signature", subject: image);
        Digest old = await PutAsync(folder, "a/b", "moved", 1, "old");
        await PutAsync(folder, "a/b", "moved", 1, "new");

        Assert.Equal([$"Removed Manifest a/b@{old}"], Told(await PruneAsync(options => options with { Untagged = true })));
        Assert.NotNull(await folder.FindManifestAsync("a/b", signature.ToString(), default));
    }

    [Theory]
    [InlineData(null, false, "nothing was asked for")]
    [InlineData("registry.example.com", true, "doesn't list its untagged manifests")]
    public async Task What_cannot_be_meant_is_refused(string? registry, bool unreferenced, string reason)
    {
        RegistryPruneOptions options = new() { Registry = registry, Folder = registry is null ? _folder.File("registry") : null, Unreferenced = unreferenced };
        RegistryException error = await Assert.ThrowsAsync<RegistryException>(async () => await new RegistryPruner(options).PruneAsync(default).ToArrayAsync());
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_no_registry_is_not_made_one()
    {
        await Assert.ThrowsAsync<ServingException>(() => PruneAsync(options => options with { Unreferenced = true }));
        Assert.False(Directory.Exists(_folder.File("registry")));
    }

    [RequiresPartFact("registry")]
    public async Task A_real_registry_loses_images_whose_tags_all_go_and_keeps_shared_ones()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        RegistryOptions plain = new() { CertificateFolders = [], PlainHttp = true };
        await using RegistryImageTarget target = new(new RegistryClient(registry.Host, plain));
        await PutAsync(target, "a/b", "nightly-1", 40, "shared");
        await PutAsync(target, "a/b", "release", 40, "shared");
        await PutAsync(target, "a/b", "nightly-2", 30, "both");
        await PutAsync(target, "a/b", "nightly-2b", 30, "both");
        await PutAsync(target, "a/b", "nightly-3", 1);

        RegistryPruneOptions options = new() { Registry = registry.Host, Tags = ["nightly-*"], OlderThan = TimeSpan.FromDays(10), RegistryOptions = plain };
        RemovedItem[] removed = await new RegistryPruner(options, logger: null, new FixedTime(Now)).PruneAsync(default).ToArrayAsync();

        Assert.Equal(
            [$"Failed Image {registry.Host}/a/b:nightly-1", $"Removed Image {registry.Host}/a/b:nightly-2", $"Removed Image {registry.Host}/a/b:nightly-2b"],
            Told(removed));
        Assert.Equal("Registry.SharedImage", removed[0].Error!.ErrorId);
        Assert.Contains("release stands for the same image", removed[0].Error!.Message, StringComparison.Ordinal);

        RemovedItem[] forced = await new ImageRemover(new ImageRemoveOptions { Images = [$"{registry.Host}/a/b:nightly-1"], RegistryOptions = plain, Force = true }).RemoveAsync(default).ToArrayAsync();
        Assert.Equal([$"Removed Image {registry.Host}/a/b:nightly-1"], Told(forced));
        await using RegistryClient client = new(registry.Host, plain);
        Assert.Equal(["nightly-3"], await client.ListTagsAsync("a/b", default).ToArrayAsync());
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
