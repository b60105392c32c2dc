using System.Net;
using System.Text;
using System.Text.Json;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Tests.Oci.Serving;

public sealed class DistributionFlowTests
{
    private static readonly byte[] Abc = "abc"u8.ToArray();
    private static readonly HttpMethod Patch = HttpMethod.Patch;

    [Fact]
    public async Task An_image_is_pulled_as_it_was_pushed()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Manifest manifest = await served.PushImageAsync("team/app", "1.0");
        foreach (string reference in new[] { "1.0", manifest.Digest.ToString() })
        {
            using HttpResponseMessage get = await served.SendAsync(HttpMethod.Get, $"/v2/team/app/manifests/{reference}", headers: ("Accept", MediaTypes.DockerManifest));
            Assert.Equal(manifest.Content.ToArray(), await get.Content.ReadAsByteArrayAsync());
            Assert.Equal(MediaTypes.OciManifest, get.Content.Headers.ContentType!.ToString());
            Assert.Equal(manifest.Digest.ToString(), get.Headers.GetValues("Docker-Content-Digest").Single());
            Assert.Equal("registry/2.0", get.Headers.GetValues("Docker-Distribution-Api-Version").Single());
            using HttpResponseMessage head = await served.SendAsync(HttpMethod.Head, $"/v2/team/app/manifests/{reference}");
            Assert.Equal(manifest.Content.Length, head.Content.Headers.ContentLength);
        }

        using HttpResponseMessage blob = await served.SendAsync(HttpMethod.Get, $"/v2/team/app/blobs/{manifest.Layers[0].Digest}");
        Assert.Equal("layer", await blob.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("bytes=0-1", 206, "ab", "bytes 0-1/3")]
    [InlineData("bytes=1-", 206, "bc", "bytes 1-2/3")]
    [InlineData("bytes=-1", 206, "c", "bytes 2-2/3")]
    [InlineData("bytes=-9", 206, "abc", "bytes 0-2/3")]
    [InlineData("bytes=1-99", 206, "bc", "bytes 1-2/3")]
    [InlineData("bytes=3-", 416, null, "bytes */3")]
    [InlineData("bytes=0-0,2-2", 200, "abc", null)]
    [InlineData("bytes=2-1", 200, "abc", null)]
    public async Task Parts_of_a_blob_are_served(string range, int status, string? content, string? contentRange)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Digest digest = await served.PushBlobAsync("a", Abc);
        using HttpResponseMessage response = await served.SendAsync(HttpMethod.Get, $"/v2/a/blobs/{digest}", headers: ("Range", range));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(contentRange, response.Content.Headers.TryGetValues("Content-Range", out IEnumerable<string>? values) ? values.Single() : null);
        if (content is not null)
        {
            Assert.Equal(content, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Chunks_out_of_order_are_refused_with_the_place_to_go_on()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Uri location = await OpenAsync(served, "a");
        using HttpResponseMessage first = await served.SendAsync(Patch, location.ToString(), "ab"u8.ToArray(), null, ("Content-Range", "0-1"));
        Assert.Equal((HttpStatusCode.Accepted, "0-1"), (first.StatusCode, first.Headers.GetValues("Range").Single()));
        using HttpResponseMessage gap = await served.SendAsync(Patch, location.ToString(), "d"u8.ToArray(), null, ("Content-Range", "3-3"));
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, "0-1"), (gap.StatusCode, gap.Headers.GetValues("Range").Single()));
        using HttpResponseMessage again = await served.SendAsync(Patch, location.ToString(), "ab"u8.ToArray(), null, ("Content-Range", "0-1"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, again.StatusCode);
        using HttpResponseMessage lie = await served.SendAsync(Patch, location.ToString(), "c"u8.ToArray(), null, ("Content-Range", "2-5"));
        Assert.Equal((HttpStatusCode.BadRequest, "SIZE_INVALID"), (lie.StatusCode, await CodeAsync(lie)));
        using HttpResponseMessage status = await served.SendAsync(HttpMethod.Get, location.ToString());
        Assert.Equal((HttpStatusCode.NoContent, "0-1"), (status.StatusCode, status.Headers.GetValues("Range").Single()));
        using HttpResponseMessage put = await served.SendAsync(HttpMethod.Put, $"{location}?digest={Digest.Compute(Abc)}", "c"u8.ToArray(), null, ("Content-Range", "2-2"));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        using HttpResponseMessage blob = await served.SendAsync(HttpMethod.Get, put.Headers.Location!.ToString());
        Assert.Equal(Abc, await blob.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public async Task An_upload_goes_on_after_the_server_was_restarted(string algorithm)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Uri location = await OpenAsync(served, $"a?digest-algorithm={algorithm}");
        (await served.SendAsync(Patch, location.ToString(), "ab"u8.ToArray())).Dispose();
        await served.RestartServerAsync();
        await using RegistryFolder other = await RegistryFolder.OpenAsync(served.Path);
        await using RegistryServer server = await RegistryServer.StartAsync(other, ServedFolder.FreePort);
        using HttpClient client = new() { BaseAddress = server.Url };
        using HttpResponseMessage status = await client.GetAsync(location);
        Assert.Equal("0-1", status.Headers.GetValues("Range").Single());
        string digest = algorithm == "sha512" ? ServedFolder.Sha512(Abc) : Digest.Compute(Abc).ToString();
        using HttpResponseMessage put = await client.PutAsync(new Uri($"{location}?digest={digest}", UriKind.Relative), new ByteArrayContent("c"u8.ToArray()));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        using HttpResponseMessage blob = await served.SendAsync(HttpMethod.Get, $"/v2/a/blobs/{digest}");
        Assert.Equal(Abc, await blob.Content.ReadAsByteArrayAsync());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(served.Path, ".uploads")));
    }

    [Fact]
    public async Task A_blob_with_another_digest_is_refused_and_leaves_nothing()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Digest wrong = Digest.Compute("other"u8);
        using HttpResponseMessage whole = await served.SendAsync(HttpMethod.Post, $"/v2/a/blobs/uploads/?digest={wrong}", Abc);
        Assert.Equal((HttpStatusCode.BadRequest, "DIGEST_INVALID"), (whole.StatusCode, await CodeAsync(whole)));
        using HttpResponseMessage head = await served.SendAsync(HttpMethod.Head, $"/v2/a/blobs/{wrong}");
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(served.Path, ".uploads")));
        using HttpResponseMessage unknown = await served.SendAsync(HttpMethod.Post, "/v2/a/blobs/uploads/?digest=md5:00", Abc);
        Assert.Equal("DIGEST_INVALID", await CodeAsync(unknown));
    }

    [Fact]
    public async Task An_upload_can_be_cancelled_and_belongs_to_its_repository()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Uri location = await OpenAsync(served, "a");
        using HttpResponseMessage elsewhere = await served.SendAsync(HttpMethod.Get, location.ToString().Replace("/v2/a/", "/v2/b/", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.NotFound, "BLOB_UPLOAD_UNKNOWN"), (elsewhere.StatusCode, await CodeAsync(elsewhere)));
        using HttpResponseMessage cancel = await served.SendAsync(HttpMethod.Delete, location.ToString());
        Assert.Equal(HttpStatusCode.NoContent, cancel.StatusCode);
        using HttpResponseMessage gone = await served.SendAsync(Patch, location.ToString(), Abc);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(served.Path, ".uploads")));
    }

    [Fact]
    public async Task A_blob_is_mounted_with_and_without_its_origin_and_an_unknown_one_opens_a_session()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Digest digest = await served.PushBlobAsync("a", Abc);
        foreach (string from in new[] { "&from=a", "" })
        {
            using HttpResponseMessage mount = await served.SendAsync(HttpMethod.Post, $"/v2/b/blobs/uploads/?mount={digest}{from}");
            Assert.Equal((HttpStatusCode.Created, $"/v2/b/blobs/{digest}"), (mount.StatusCode, mount.Headers.Location!.ToString()));
        }

        using HttpResponseMessage unknown = await served.SendAsync(HttpMethod.Post, $"/v2/b/blobs/uploads/?mount={Digest.Compute("x"u8)}&from=a");
        Assert.Equal(HttpStatusCode.Accepted, unknown.StatusCode);
    }

    [Fact]
    public async Task An_empty_blob_and_an_image_without_layers_are_taken()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Digest empty = await served.PushBlobAsync("a", []);
        using HttpResponseMessage blob = await served.SendAsync(HttpMethod.Get, $"/v2/a/blobs/{empty}");
        Assert.Equal(0, blob.Content.Headers.ContentLength);
        Digest config = await served.PushBlobAsync("a", "{}"u8.ToArray());
        Manifest manifest = ServedFolder.MakeManifest(new Descriptor(MediaTypes.OciEmpty, config, 2), []);
        using HttpResponseMessage put = await served.SendAsync(HttpMethod.Put, "/v2/a/manifests/none", manifest.Content.ToArray(), MediaTypes.OciManifest);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
    }

    [Fact]
    public async Task A_manifest_whose_content_is_missing_or_wrong_is_refused()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Digest config = await served.PushBlobAsync("a", "{}"u8.ToArray());
        Digest absent = Digest.Compute("absent"u8);
        Descriptor good = new(MediaTypes.OciEmpty, config, 2);
        await RefusedAsync(served, "t", ServedFolder.MakeManifest(good, [new Descriptor(MediaTypes.OciLayer, absent, 6)]).Content, MediaTypes.OciManifest, 400, "MANIFEST_BLOB_UNKNOWN");
        await RefusedAsync(served, "t", ServedFolder.MakeManifest(good with { Size = 3 }, []).Content, MediaTypes.OciManifest, 400, "SIZE_INVALID");
        await RefusedAsync(served, "t", ServedFolder.MakeManifest(good, []).Content, MediaTypes.OciIndex, 400, "MANIFEST_INVALID");
        await RefusedAsync(served, absent.ToString(), ServedFolder.MakeManifest(good, []).Content, MediaTypes.OciManifest, 400, "DIGEST_INVALID");
        await RefusedAsync(served, "t", ImageIndex.Create([new Descriptor(MediaTypes.OciManifest, absent, 6)]).Content, MediaTypes.OciIndex, 400, "MANIFEST_BLOB_UNKNOWN");
        await RefusedAsync(served, "t", "not json"u8.ToArray(), MediaTypes.OciManifest, 400, "MANIFEST_INVALID");
        await RefusedAsync(served, "t", new byte[ManifestContent.MaxSize + 1], MediaTypes.OciManifest, 413, "MANIFEST_INVALID");
        using HttpResponseMessage tags = await served.SendAsync(HttpMethod.Get, "/v2/a/tags/list");
        Assert.Equal("NAME_UNKNOWN", await CodeAsync(tags));

        Descriptor foreign = new(MediaTypes.DockerForeignLayer, absent, 6);
        using HttpResponseMessage taken = await served.SendAsync(HttpMethod.Put, "/v2/a/manifests/t", ServedFolder.MakeManifest(good, [foreign]).Content.ToArray(), MediaTypes.OciManifest);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
    }

    [Theory]
    [InlineData("/v2/A/manifests/x", "NAME_INVALID")]
    [InlineData("/v2/a/manifests/.x", "DIGEST_INVALID")]
    [InlineData("/v2/a/manifests/sha256:00", "DIGEST_INVALID")]
    [InlineData("/v2/a/blobs/sha256:..", "DIGEST_INVALID")]
    [InlineData("/v2/.uploads/tags/list", "NAME_INVALID")]
    [InlineData("/v2/a__/tags/list", "NAME_INVALID")]
    public async Task Names_outside_the_grammar_are_refused(string path, string code)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using HttpResponseMessage response = await served.SendAsync(HttpMethod.Get, path);
        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, await CodeAsync(response)));
    }

    [Fact]
    public async Task Tags_and_repositories_are_listed_in_pages()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        foreach (string tag in new[] { "c", "a", "b", "B" })
        {
            await served.PushImageAsync("x/y", tag);
        }

        await served.PushImageAsync("w", "1");
        Assert.Equal("""{"name":"x/y","tags":["B","a","b","c"]}""", await served.Client.GetStringAsync("/v2/x/y/tags/list"));
        Assert.Equal("""{"repositories":["w","x/y"]}""", await served.Client.GetStringAsync("/v2/_catalog"));
        using HttpResponseMessage page = await served.SendAsync(HttpMethod.Get, "/v2/x/y/tags/list?n=2&last=B");
        Assert.Equal("""{"name":"x/y","tags":["a","b"]}""", await page.Content.ReadAsStringAsync());
        Assert.Equal("</v2/x/y/tags/list?n=2&last=b>; rel=\"next\"", page.Headers.GetValues("Link").Single());
        using HttpResponseMessage last = await served.SendAsync(HttpMethod.Get, "/v2/_catalog?n=2");
        Assert.False(last.Headers.Contains("Link"));
        Assert.Equal("""{"name":"x/y","tags":[]}""", await served.Client.GetStringAsync("/v2/x/y/tags/list?n=0"));
        using HttpResponseMessage bad = await served.SendAsync(HttpMethod.Get, "/v2/_catalog?n=-1");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task Referrers_are_listed_and_filtered()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Descriptor subject = new(MediaTypes.OciManifest, Digest.Compute("later"u8), 5);
        Assert.Equal("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""", await served.Client.GetStringAsync($"/v2/a/referrers/{subject.Digest}"));
        Manifest first = await served.PushImageAsync("a", "", "one", subject);
        Digest empty = await served.PushBlobAsync("a", "{}"u8.ToArray());
        Manifest second = ServedFolder.MakeManifest(new Descriptor(MediaTypes.OciEmpty, empty, 2), [], subject, "application/x+json");
        (await served.SendAsync(HttpMethod.Put, $"/v2/a/manifests/{second.Digest}", second.Content.ToArray(), MediaTypes.OciManifest)).Dispose();

        ImageIndex all = ImageIndex.Parse(await served.Client.GetByteArrayAsync($"/v2/a/referrers/{subject.Digest}"));
        Assert.Equal([(first.Digest, MediaTypes.OciConfig), (second.Digest, "application/x+json")], all.Manifests.Select(m => (m.Digest, m.ArtifactType!)));
        Assert.Equal("v", all.Manifests[0].Annotations["k"]);
        using HttpResponseMessage filtered = await served.SendAsync(HttpMethod.Get, $"/v2/a/referrers/{subject.Digest}?artifactType=application/x%2Bjson");
        Assert.Equal("artifactType", filtered.Headers.GetValues("OCI-Filters-Applied").Single());
        Assert.Equal(second.Digest, Assert.Single(ImageIndex.Parse(await filtered.Content.ReadAsByteArrayAsync()).Manifests).Digest);
        using HttpResponseMessage bad = await served.SendAsync(HttpMethod.Get, "/v2/a/referrers/latest");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task Tags_manifests_and_blobs_are_deleted_but_not_what_something_needs()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Manifest manifest = await served.PushImageAsync("a", "1");
        await served.PushImageAsync("a", "2");
        ImageIndex index = ImageIndex.Create([manifest.ToDescriptor()]);
        (await served.SendAsync(HttpMethod.Put, "/v2/a/manifests/multi", index.Content.ToArray(), MediaTypes.OciIndex)).Dispose();
        string layer = $"/v2/a/blobs/{manifest.Layers[0].Digest}";

        Assert.Equal(202, await DeleteAsync(served, "/v2/a/manifests/1"));
        Assert.Equal(404, await DeleteAsync(served, "/v2/a/manifests/1"));
        Assert.Equal(405, await DeleteAsync(served, $"/v2/a/manifests/{manifest.Digest}"));
        Assert.Equal(405, await DeleteAsync(served, layer));
        Assert.Equal("""{"name":"a","tags":["2","multi"]}""", await served.Client.GetStringAsync("/v2/a/tags/list"));
        Assert.Equal(202, await DeleteAsync(served, $"/v2/a/manifests/{index.Digest}"));
        Assert.Equal(202, await DeleteAsync(served, $"/v2/a/manifests/{manifest.Digest}"));
        Assert.Equal(202, await DeleteAsync(served, layer));
        Assert.Equal(404, await DeleteAsync(served, layer));
        using HttpResponseMessage gone = await served.SendAsync(HttpMethod.Get, $"/v2/a/manifests/{manifest.Digest}");
        Assert.Equal("MANIFEST_UNKNOWN", await CodeAsync(gone));
    }

    [Fact]
    public async Task A_read_only_registry_refuses_every_change()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(ServedFolder.FreePort with { ReadOnly = true });
        foreach ((HttpMethod method, string path) in new[]
        {
            (HttpMethod.Post, "/v2/a/blobs/uploads/"), (HttpMethod.Put, "/v2/a/manifests/t"), (HttpMethod.Delete, "/v2/a/manifests/t"),
            (HttpMethod.Delete, $"/v2/a/blobs/{Digest.OfEmptyJson}"), (HttpMethod.Put, "/v2/a/blobs/uploads/00"),
        })
        {
            using HttpResponseMessage response = await served.SendAsync(method, path, []);
            Assert.Equal((HttpStatusCode.MethodNotAllowed, "UNSUPPORTED"), (response.StatusCode, await CodeAsync(response)));
        }
    }

    private static async Task<int> DeleteAsync(ServedFolder served, string path)
    {
        using HttpResponseMessage response = await served.SendAsync(HttpMethod.Delete, path);
        return (int)response.StatusCode;
    }

    private static async Task RefusedAsync(ServedFolder served, string reference, ReadOnlyMemory<byte> content, string contentType, int status, string code)
    {
        using HttpResponseMessage response = await served.SendAsync(HttpMethod.Put, $"/v2/a/manifests/{reference}", content.ToArray(), contentType);
        Assert.Equal((status, code), ((int)response.StatusCode, await CodeAsync(response)));
    }

    private static async Task<Uri> OpenAsync(ServedFolder served, string repositoryAndQuery)
    {
        string[] parts = repositoryAndQuery.Split('?');
        using HttpResponseMessage post = await served.SendAsync(HttpMethod.Post, $"/v2/{parts[0]}/blobs/uploads/{(parts.Length > 1 ? "?" + parts[1] : "")}");
        Assert.Equal(HttpStatusCode.Accepted, post.StatusCode);
        return post.Headers.Location!;
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.GetProperty("errors")[0].GetProperty("code").GetString();
    }
}
