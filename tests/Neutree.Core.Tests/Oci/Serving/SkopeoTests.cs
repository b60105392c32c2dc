using System.Diagnostics;
using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Oci.Serving;

public sealed class SkopeoTests
{
    [RequiresPartFact("skopeo")]
    public async Task Skopeo_copies_an_index_through_two_registries_and_back_unchanged()
    {
        await using ServedFolder from = await ServedFolder.StartAsync();
        await using ServedFolder to = await ServedFolder.StartAsync();
        ImageIndex index = await PushIndexAsync(from);
        await SkopeoAsync("copy", "--all", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", $"docker://{from.Server.Endpoint}/team/app:1", $"docker://{to.Server.Endpoint}/other/app:2");
        ManifestContent? copied = await to.Folder.FindManifestAsync("other/app", "2", CancellationToken.None);
        Assert.Equal(index.Content.ToArray(), copied!.Content.ToArray());
        foreach (Descriptor child in index.Manifests)
        {
            Assert.NotNull(await to.Folder.FindManifestAsync("other/app", child.Digest.ToString(), CancellationToken.None));
        }
    }

    [RequiresPartFact("skopeo")]
    public async Task Skopeo_reads_the_folder_by_repository_and_tag_and_writes_into_it()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await using ServedFolder empty = await ServedFolder.StartAsync();
        ImageIndex index = await PushIndexAsync(served);
        Assert.Equal(Encoding.UTF8.GetString(index.Content.Span), await SkopeoAsync("inspect", "--raw", $"oci:{served.Path}:team/app:1"));
        await SkopeoAsync("copy", "--all", "--preserve-digests", $"oci:{served.Path}:team/app:1", $"oci:{empty.Path}:library/new:3");
        Assert.Equal(["library/new"], await empty.Folder.ListRepositoriesAsync());
        foreach (Descriptor child in index.Manifests)
        {
            Assert.Equal(child.Size, (await empty.Client.GetByteArrayAsync($"/v2/library/new/manifests/{child.Digest}")).Length);
        }
    }

    [RequiresPartFact("skopeo")]
    public async Task Skopeo_lists_and_deletes()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await PushIndexAsync(served);
        Assert.Contains("\"1\"", await SkopeoAsync("list-tags", "--tls-verify=false", $"docker://{served.Server.Endpoint}/team/app"), StringComparison.Ordinal);
        await SkopeoAsync("delete", "--tls-verify=false", $"docker://{served.Server.Endpoint}/team/app:1");
        Assert.Empty(await served.Folder.ListTagsAsync("team/app"));
    }

    private static async Task<ImageIndex> PushIndexAsync(ServedFolder served)
    {
        List<Descriptor> children = [];
        foreach (string architecture in new[] { "amd64", "arm64" })
        {
            byte[] layer = Encoding.UTF8.GetBytes("layer of " + architecture);
            Digest layerDigest = await served.PushBlobAsync("team/app", layer);
            byte[] config = Encoding.UTF8.GetBytes($$$"""{"architecture":"{{{architecture}}}","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["{{{layerDigest}}}"]}}""");
            Manifest manifest = Manifest.Create(
                new Descriptor(MediaTypes.OciConfig, await served.PushBlobAsync("team/app", config), config.Length),
                [new Descriptor(MediaTypes.OciLayer, layerDigest, layer.Length)]);
            await served.Folder.WriteManifestAsync("team/app", manifest.Digest.ToString(), new ManifestContent(manifest.MediaType, manifest.Content, manifest.Digest), CancellationToken.None);
            children.Add(new Descriptor(MediaTypes.OciManifest, manifest.Digest, manifest.Content.Length) { Platform = new Platform("linux", architecture) });
        }

        ImageIndex index = ImageIndex.Create(children);
        await served.Folder.WriteManifestAsync("team/app", "1", new ManifestContent(index.MediaType, index.Content, index.Digest), CancellationToken.None);
        return index;
    }

    private static async Task<string> SkopeoAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("skopeo", ["--insecure-policy", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"skopeo {string.Join(' ', arguments)}: {await errors}");
        return output;
    }
}
