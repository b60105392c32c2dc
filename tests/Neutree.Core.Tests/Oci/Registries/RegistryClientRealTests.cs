using System.Net;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>The client against docker-registry.</summary>
public sealed class RegistryClientRealTests
{
    private const string Repository = "team/app";

    [RequiresPartTheory("registry")]
    [InlineData(RegistryMode.Plain)]
    [InlineData(RegistryMode.Basic)]
    [InlineData(RegistryMode.Tls)]
    [InlineData(RegistryMode.TlsBasic)]
    [InlineData(RegistryMode.Token)]
    public async Task An_image_goes_in_and_comes_out_unchanged(RegistryMode mode)
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(mode);
        await using RegistryClient client = Connect(registry);
        await client.PingAsync(default);

        byte[] layer = TestBlobs.Bytes(3_000_000);
        byte[] config = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"u8.ToArray();
        Assert.Null(await client.FindBlobAsync(Repository, Digest.Compute(layer), default));
        Assert.Equal((Digest.Compute(layer), layer.LongLength), await client.UploadBlobAsync(Repository, TestBlobs.Unknown(layer), null, default));
        Assert.Equal((Digest.Compute(config), config.LongLength), await client.UploadBlobAsync(Repository, TestBlobs.Known(config), null, default));
        Assert.Equal(layer.LongLength, await client.FindBlobAsync(Repository, Digest.Compute(layer), default));

        Manifest manifest = Manifest.Create(
            new Descriptor(MediaTypes.OciConfig, Digest.Compute(config), config.Length),
            [new Descriptor(MediaTypes.OciLayer, Digest.Compute(layer), layer.Length)]);
        ManifestContent content = new(manifest.MediaType, manifest.Content, manifest.Digest);
        await client.PutManifestAsync(Repository, "v1", content, default);

        ManifestContent? found = await client.FindManifestAsync(Repository, "v1", default);
        Assert.Equal((content.MediaType, content.Digest), (found!.MediaType, found.Digest));
        Assert.Equal(content.Content.ToArray(), found.Content.ToArray());
        Assert.Equal(new Descriptor(content.MediaType, content.Digest, content.Content.Length).Digest, (await client.HeadManifestAsync(Repository, "v1", default))!.Digest);
        Assert.Null(await client.FindManifestAsync(Repository, "v2", default));

        using Stream download = await client.OpenBlobAsync(Repository, manifest.Layers[0], 1000, default);
        using MemoryStream read = new();
        await download.CopyToAsync(read);
        Assert.Equal(layer[1000..], read.ToArray());

        Assert.True(await client.TryMountBlobAsync("team/other", Digest.Compute(layer), Repository, default));
        Assert.Equal(layer.LongLength, await client.FindBlobAsync("team/other", Digest.Compute(layer), default));
        Assert.False(await client.TryMountBlobAsync("team/other", Digest.Compute([1, 2]), Repository, default));

        Assert.Equal(["v1"], await client.ListTagsAsync(Repository, default).ToListAsync());
        Assert.True(await client.DeleteManifestAsync(Repository, manifest.Digest.ToString(), default));
        Assert.False(await client.DeleteManifestAsync(Repository, manifest.Digest.ToString(), default));
        Assert.True(await client.DeleteBlobAsync(Repository, Digest.Compute(layer), default));
        Assert.Null(await client.FindBlobAsync(Repository, Digest.Compute(layer), default));
    }

    [RequiresPartFact("registry")]
    public async Task Wrong_passwords_are_told_from_missing_rights()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Token);
        RegistryOptions wrong = Options(registry) with { Credential = new NetworkCredential("alice", "wrong") };
        await using RegistryClient client = TestBlobs.Client(registry.Host, wrong, TimeProvider.System);
        RegistryException refused = await Assert.ThrowsAsync<RegistryException>(() => client.UploadBlobAsync(Repository, TestBlobs.Known([1]), null, default));
        Assert.Equal(("Registry.AuthenticationFailed", ErrorKind.AuthenticationFailed), (refused.ErrorId, refused.Kind));
        Assert.DoesNotContain("wrong", refused.ToString(), StringComparison.Ordinal);

        await using RegistryClient nobody = TestBlobs.Client(registry.Host, Options(registry) with { Credential = null }, TimeProvider.System);
        Assert.Null(await nobody.FindBlobAsync(Repository, Digest.Compute([1]), default));
        RegistryException anonymous = await Assert.ThrowsAsync<RegistryException>(() => nobody.UploadBlobAsync(Repository, TestBlobs.Known([1]), null, default));
        Assert.Equal(ErrorKind.AuthenticationFailed, anonymous.Kind);
    }

    [RequiresPartFact("registry")]
    public async Task An_untrusted_certificate_is_refused_with_advice()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Tls);
        await using RegistryClient client = TestBlobs.Client(registry.Host, new RegistryOptions(), TimeProvider.System);
        RegistryException refused = await Assert.ThrowsAsync<RegistryException>(() => client.PingAsync(default));
        Assert.Equal("Registry.TlsFailed", refused.ErrorId);
        Assert.Contains("-CACertificate", refused.Recommendation, StringComparison.Ordinal);

        await using RegistryClient careless = TestBlobs.Client(registry.Host, new RegistryOptions { SkipCertificateCheck = true }, TimeProvider.System);
        await careless.PingAsync(default);
    }

    [RequiresPartFact("registry")]
    public async Task The_loopback_is_tried_by_TLS_and_then_without()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistryClient client = TestBlobs.Client(registry.Host, new RegistryOptions(), TimeProvider.System);
        await client.PingAsync(default);
    }

    [RequiresPartFact("registry")]
    public async Task Tokens_that_end_in_the_middle_of_a_push_are_renewed()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Token, TimeSpan.FromSeconds(2));
        await using RegistryClient client = Connect(registry);
        byte[] layer = TestBlobs.Bytes(2_000_000);

        // The body takes longer than the token lives: by the closing request it has ended.
        DateTimeOffset end = DateTimeOffset.UtcNow.AddSeconds(3.5);
        BlobContent slow = TestBlobs.Unknown(layer, onRead: async at =>
        {
            if (at == 1_048_576)
            {
                using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
                while (DateTimeOffset.UtcNow < end && await timer.WaitForNextTickAsync())
                {
                }
            }
        });
        Assert.Equal((Digest.Compute(layer), layer.LongLength), await client.UploadBlobAsync(Repository, slow, null, default));
        Assert.Equal(layer.LongLength, await client.FindBlobAsync(Repository, Digest.Compute(layer), default));
    }

    [RequiresPartFact("registry")]
    public async Task A_cancelled_push_with_a_journal_goes_on_in_a_new_client()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        MemoryJournal journal = new();
        byte[] layer = TestBlobs.Bytes(24 * 1024 * 1024);
        using CancellationTokenSource stop = new();
        await using (RegistryClient first = TestBlobs.Client(registry.Host, Options(registry) with { Journal = journal }, TimeProvider.System))
        {
            BlobContent content = TestBlobs.Unknown(layer, "key", at => at >= 15 * 1024 * 1024 ? stop.CancelAsync() : Task.CompletedTask);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.UploadBlobAsync(Repository, content, null, stop.Token));
        }

        Assert.Equal(1, journal.Count);
        RecordedProgress progress = new();
        await using RegistryClient second = TestBlobs.Client(registry.Host, Options(registry) with { Journal = journal }, TimeProvider.System);
        Assert.Equal((Digest.Compute(layer), layer.LongLength), await second.UploadBlobAsync(Repository, TestBlobs.Unknown(layer, "key"), progress, default));
        Assert.InRange(progress.First, 15 * 1024 * 1024, layer.Length);
        Assert.Equal(layer.LongLength, await second.FindBlobAsync(Repository, Digest.Compute(layer), default));
        Assert.Equal(0, journal.Count);
    }

    [RequiresPartFact("registry")]
    public async Task A_cancelled_push_without_a_journal_leaves_no_session()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistryClient client = Connect(registry);
        using CancellationTokenSource stop = new();
        BlobContent content = TestBlobs.Unknown(TestBlobs.Bytes(8 * 1024 * 1024), null, at => at >= 4 * 1024 * 1024 ? stop.CancelAsync() : Task.CompletedTask);
        long start = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.UploadBlobAsync(Repository, content, null, stop.Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        Assert.Empty(Directory.EnumerateFiles(registry.DataFolder, "data", SearchOption.AllDirectories));
    }

    [RequiresPartFact("registry")]
    public async Task Sessions_the_registry_has_lost_start_again()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        MemoryJournal journal = new();
        journal.RecordUpload(registry.Host, Repository, "key", new Uri($"http://{registry.Host}/v2/{Repository}/blobs/uploads/11111111-2222-3333-4444-555555555555?_state=stale"));
        byte[] layer = TestBlobs.Bytes(1_000_000);
        await using RegistryClient client = TestBlobs.Client(registry.Host, Options(registry) with { Journal = journal }, TimeProvider.System);
        Assert.Equal((Digest.Compute(layer), layer.LongLength), await client.UploadBlobAsync(Repository, TestBlobs.Unknown(layer, "key"), null, default));
        Assert.Equal(0, journal.Count);
    }

    [RequiresPartFact("registry")]
    public async Task A_subject_is_kept_in_the_referrers_tag()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistryClient client = Connect(registry);
        await client.UploadBlobAsync(Repository, TestBlobs.Known("{}"u8.ToArray()), null, default);
        Descriptor empty = new(MediaTypes.OciEmpty, Digest.OfEmptyJson, 2);
        Manifest image = Manifest.Create(empty, []);
        await client.PutManifestAsync(Repository, "v1", new ManifestContent(image.MediaType, image.Content, image.Digest), default);

        List<Digest> expected = [];
        foreach (string type in new[] { "application/vnd.sig", "application/vnd.sbom" })
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(
                $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","artifactType":"{{type}}","config":{"mediaType":"{{MediaTypes.OciEmpty}}","digest":"{{Digest.OfEmptyJson}}","size":2},"layers":[],"subject":{"mediaType":"{{image.MediaType}}","digest":"{{image.Digest}}","size":{{image.Content.Length}} },"annotations":{"a":"b"} }""");
            ManifestContent referrer = new(MediaTypes.OciManifest, bytes, Digest.Compute(bytes));
            await client.PutManifestAsync(Repository, referrer.Digest.ToString(), referrer, default);
            await client.PutManifestAsync(Repository, referrer.Digest.ToString(), referrer, default);
            expected.Add(referrer.Digest);
        }

        List<Descriptor> all = await client.ListReferrersAsync(Repository, image.Digest, null, default).ToListAsync();
        Assert.Equal(expected.Select(d => d.ToString()).Order(StringComparer.Ordinal), all.Select(d => d.Digest.ToString()));
        Assert.All(all, d => Assert.Equal("b", d.Annotations["a"]));
        Assert.Equal([expected[1]], (await client.ListReferrersAsync(Repository, image.Digest, "application/vnd.sbom", default).ToListAsync()).Select(d => d.Digest));

        await using RegistryImageSource source = new(client, [ImageReference.Parse($"{registry.Host}/{Repository}:v1")], includeReferrers: true, ownsClient: false);
        StoredManifest stored = Assert.IsType<StoredManifest>(Assert.Single(await source.GetImagesAsync(default)).Content);
        Assert.Equal(all.Select(d => d.Digest), stored.Referrers.Select(r => r.Digest));

        await client.DeleteManifestAsync(Repository, expected[0].ToString(), default);
        Assert.Equal([expected[1]], (await client.ListReferrersAsync(Repository, image.Digest, null, default).ToListAsync()).Select(d => d.Digest));
    }

    [RequiresPartFact("registry")]
    public async Task Tags_and_repositories_are_listed()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistryClient client = Connect(registry);
        await client.UploadBlobAsync(Repository, TestBlobs.Known("{}"u8.ToArray()), null, default);
        Manifest image = Manifest.Create(new Descriptor(MediaTypes.OciEmpty, Digest.OfEmptyJson, 2), []);
        ManifestContent content = new(image.MediaType, image.Content, image.Digest);
        foreach (string tag in new[] { "a", "b", "c" })
        {
            await client.PutManifestAsync(Repository, tag, content, default);
        }

        Assert.Equal(["a", "b", "c"], (await client.ListTagsAsync(Repository, default).ToListAsync()).Order());
        Assert.Equal([Repository], await client.ListRepositoriesAsync(default).ToListAsync());
        Assert.Empty(await client.ListTagsAsync("no/such", default).ToListAsync());
    }

    [RequiresPartFact("registry")]
    public async Task A_chunked_upload_gives_the_same_blob()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        byte[] layer = TestBlobs.Bytes(20 * 1024 * 1024);
        await using FaultyProxy proxy = FaultyProxy.Start(registry.Host, breakFirstPatchAfter: 5 * 1024 * 1024);
        await using RegistryClient client = TestBlobs.Client(proxy.Host, new RegistryOptions { PlainHttp = true, ChunkSize = 3 * 1024 * 1024 });
        Assert.Equal((Digest.Compute(layer), layer.LongLength), await client.UploadBlobAsync(Repository, TestBlobs.Unknown(layer), null, default));
        Assert.True(proxy.BrokeOne);
        Assert.Equal(layer.LongLength, await client.FindBlobAsync(Repository, Digest.Compute(layer), default));
    }

    private static RegistryClient Connect(RealRegistry registry) => TestBlobs.Client(registry.Host, Options(registry), TimeProvider.System);

    private static RegistryOptions Options(RealRegistry registry) => new()
    {
        Credential = registry.Credential is { } user ? new NetworkCredential(user.UserName, user.Password) : null,
        CACertificatePath = registry.CertificateAuthority,
        PlainHttp = registry.CertificateAuthority is null,
    };
}
