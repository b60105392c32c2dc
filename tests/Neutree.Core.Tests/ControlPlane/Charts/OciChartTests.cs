using System.Diagnostics;
using System.Text;
using Neutree.Core.ControlPlane.Charts;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Charts;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Helm.Charts;
using Neutree.Core.Tests.Oci.Serving;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.ControlPlane.Charts;

public sealed class OciChartTests
{
    private static readonly RegistryOptions Plain = new() { PlainHttp = true, CertificateFolders = [] };

    [Fact]
    public async Task A_published_chart_is_loaded_by_version_range_and_digest()
    {
        await using ServedFolder registry = await ServedFolder.StartAsync();

        await RoundTripAsync(registry.Server.Url.Authority);
    }

    [RequiresPartFact("registry")]
    public async Task A_published_chart_comes_back_from_a_real_registry()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);

        await RoundTripAsync(registry.Host);
    }

    [RequiresPartFact("registry", "helm")]
    public async Task Helm_pulls_what_we_push_and_we_load_what_helm_pushes()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        using TemporaryFolder folder = new();
        string ours = folder.Write("ours-1.0.0+b1.tgz", Packed("ours", "1.0.0+b1"));
        string theirs = folder.Write("theirs-1.0.0+b2.tgz", Packed("theirs", "1.0.0+b2"));

        await new OciChartPublisher(Plain).PublishAsync(ours, $"oci://{registry.Host}/charts", default);
        Directory.CreateDirectory(folder.File("pulled"));
        await HelmAsync("pull", $"oci://{registry.Host}/charts/ours", "--version", "1.0.0+b1", "--plain-http", "-d", folder.File("pulled"));
        Assert.Equal(await File.ReadAllBytesAsync(ours), await File.ReadAllBytesAsync(folder.File("pulled/ours-1.0.0+b1.tgz")));

        await HelmAsync("push", theirs, $"oci://{registry.Host}/charts", "--plain-http");
        Chart chart = await Loader.LoadAsync($"oci://{registry.Host}/charts/theirs", "1.0.0+b2");
        Assert.Equal("theirs", chart.Name);

        await using RegistryClient client = new(registry.Host, Plain);
        JsonConfig helms = await ConfigAsync(client, "charts/theirs", "1.0.0_b2");
        JsonConfig own = await ConfigAsync(client, "charts/ours", "1.0.0_b1");
        Assert.Equal(helms.Text.Replace("theirs", "ours", StringComparison.Ordinal).Replace("b2", "b1", StringComparison.Ordinal), own.Text);
        Assert.Equal(helms.Annotations, own.Annotations);
    }

    [Fact]
    public async Task What_is_no_chart_is_refused()
    {
        await using ServedFolder registry = await ServedFolder.StartAsync();
        await registry.PushImageAsync("charts/image", "1.0.0");

        OciFormatException error = await Assert.ThrowsAsync<OciFormatException>(() => Loader.LoadAsync($"oci://{registry.Server.Url.Authority}/charts/image:1.0.0"));

        Assert.Equal("Oci.NoChart", error.ErrorId);
        Assert.Contains(ChartMediaTypes.Config, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        await using ServedFolder registry = await ServedFolder.StartAsync();
        string host = registry.Server.Url.Authority;
        using TemporaryFolder folder = new();
        PublishedChart published = await new OciChartPublisher(Plain).PublishAsync(folder.Write("a.tgz", Packed("demo", "1.0.0")), $"oci://{host}/charts", default);
        await new OciChartPublisher(Plain).PublishAsync(folder.Write("b.tgz", Packed("demo", "2.0.0")), $"oci://{host}/charts", default);

        await FailsAsync("Registry.ChartNotFound", $"oci://{host}/charts/gone", null);
        await FailsAsync("Registry.ChartNotFound", $"oci://{host}/charts/demo:3.0.0", null);
        await FailsAsync("Registry.ChartNotFound", $"oci://{host}/charts/demo", ">3");
        await FailsAsync("Registry.InvalidChartVersion", $"oci://{host}/charts/demo", "no range");
        await FailsAsync("Registry.ChartVersionMismatch", $"oci://{host}/charts/demo:1.0.0", "2.0.0");
        await FailsAsync("Registry.ChartDigestMismatch", $"oci://{host}/charts/demo:2.0.0@{published.ManifestDigest}", null);
    }

    [Fact]
    public async Task An_archive_beyond_the_limit_is_not_brought()
    {
        await using ServedFolder registry = await ServedFolder.StartAsync();
        using TemporaryFolder folder = new();
        byte[] archive = Packed("demo", "1.0.0");
        PublishedChart published = await new OciChartPublisher(Plain).PublishAsync(folder.Write("a.tgz", archive), $"oci://{registry.Server.Url.Authority}/charts", default);
        await using RegistryClient client = new(registry.Server.Url.Authority, Plain);

        Assert.Equal(archive, (await new ChartPuller(client) { MaxArchiveSize = archive.Length }.PullAsync(published.Reference, null, default)).Archive);
        RegistryException error = await Assert.ThrowsAsync<RegistryException>(
            () => new ChartPuller(client) { MaxArchiveSize = archive.Length - 1 }.PullAsync(published.Reference, null, default));
        Assert.Equal(("Registry.ChartTooLarge", ErrorKind.LimitExceeded), (error.ErrorId, error.Kind));
    }

    [Fact]
    public void Annotations_are_the_charts_own_but_for_name_and_version()
    {
        ChartMetadata metadata = new()
        {
            Name = "demo",
            Version = "1.0.0",
            Description = "what it is",
            Home = "https://example.com",
            Sources = ["https://example.com/source", "https://example.com/other"],
            Maintainers = [new ChartMaintainer("a", "a@example.com", ""), new ChartMaintainer("b", "", "")],
            Annotations = new Dictionary<string, string> { ["k"] = "v", ["org.opencontainers.image.title"] = "other", ["org.opencontainers.image.url"] = "own" },
        };

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["k"] = "v",
                ["org.opencontainers.image.authors"] = "a (a@example.com), b",
                ["org.opencontainers.image.created"] = "2024-01-02T03:04:05Z",
                ["org.opencontainers.image.description"] = "what it is",
                ["org.opencontainers.image.source"] = "https://example.com/source",
                ["org.opencontainers.image.title"] = "demo",
                ["org.opencontainers.image.url"] = "own",
                ["org.opencontainers.image.version"] = "1.0.0",
            },
            OciChartPublisher.Annotate(metadata, new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero)));
    }

    private static ChartLoader Loader => new(new OciChartFetcher(Plain));

    private static async Task RoundTripAsync(string host)
    {
        using TemporaryFolder folder = new();
        OciChartPublisher publisher = new(Plain);
        foreach (string version in (string[])["1.0.0", "1.2.0+build.7", "2.0.0-rc.1"])
        {
            await publisher.PublishAsync(folder.Write($"{version}.tgz", Packed("demo", version)), $"oci://{host}/charts/", default);
        }

        PublishedChart last = await publisher.PublishAsync(folder.File("1.0.0.tgz"), $"oci://{host}/charts", default);
        Assert.Equal($"oci://{host}/charts/demo:1.0.0", last.Reference.ToString());
        string reference = $"oci://{host}/charts/demo";
        Assert.Equal("1.2.0+build.7", (await Loader.LoadAsync(reference)).Metadata.Version);
        Assert.Equal("1.0.0", (await Loader.LoadAsync(reference, "<1.1")).Metadata.Version);
        Assert.Equal("2.0.0-rc.1", (await Loader.LoadAsync(reference, "2.0.0-rc.1")).Metadata.Version);
        Assert.Equal("1.2.0+build.7", (await Loader.LoadAsync(reference + ":1.2.0+build.7")).Metadata.Version);
        Assert.Equal("1.0.0", (await Loader.LoadAsync($"{reference}@{last.ManifestDigest}")).Metadata.Version);
        Assert.Equal("1.0.0", (await Loader.LoadAsync($"{reference}:1.0.0@{last.ManifestDigest}")).Metadata.Version);
    }

    private static byte[] Packed(string name, string version) => new ChartSource()
        .Add("Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: {version}\ndescription: a <b> & c\nkeywords: [k]\nmaintainers: [{{name: m, email: m@example.com}}]\n"
            + "annotations: {z: '1', a: '2'}\nkubeVersion: '>=1.20'\ntype: application\n")
        .Add("templates/a.yaml", "kind: A\n")
        .Pack(name);

    private static async Task FailsAsync(string errorId, string reference, string? version) =>
        Assert.Equal(errorId, (await Assert.ThrowsAsync<RegistryException>(() => Loader.LoadAsync(reference, version))).ErrorId);

    private static async Task<JsonConfig> ConfigAsync(RegistryClient client, string repository, string tag)
    {
        ManifestContent content = (await client.FindManifestAsync(repository, tag, default))!;
        Manifest manifest = Manifest.Parse(content.Content, content.MediaType);
        using Stream blob = await client.OpenBlobAsync(repository, manifest.Config, 0, default);
        using StreamReader reader = new(blob, Encoding.UTF8);
        return new JsonConfig(await reader.ReadToEndAsync(), [.. manifest.Annotations.Keys.Order(StringComparer.Ordinal)]);
    }

    private static async Task HelmAsync(params string[] arguments)
    {
        using Process helm = Process.Start(new ProcessStartInfo("helm", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string error = await helm.StandardError.ReadToEndAsync();
        await helm.WaitForExitAsync();
        Assert.True(helm.ExitCode == 0, error);
    }

    private sealed record JsonConfig(string Text, IReadOnlyList<string> Annotations);
}
