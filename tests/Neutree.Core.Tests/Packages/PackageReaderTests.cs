using System.Text.Json;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages;

public sealed class PackageReaderTests
{
    private static readonly SampleImage Postgres = SampleImage.Create("postgres");
    private static readonly SampleImage Serve = SampleImage.Create("postgres", "serve");
    private static readonly byte[] AllImages = ArchiveBuilder.CreateDockerSave(
        (Postgres, ["postgres:13"]), (Serve, ["neutree/serve:v1", "r.example.com/extra:1"])).ToTar();

    private static ArchiveBuilder CreatePackage(string manifest) => new ArchiveBuilder()
        .AddFolder("images/").AddFile("images/all-images.tar", AllImages).AddFile("manifest.yaml", manifest);

    private static string Manifest(params string[] items) => "manifest_version: \"1.0\"\nimages:\n" + string.Concat(items.Select(item => $"- {{{item}}}\n"));

    private static async Task<ImportPackage> OpenAsync(TemporaryFolder folder, byte[] package, ArchiveOptions? options = null) =>
        await PackageReader.OpenAsync(folder.Write("package.bin", package), options ?? new ArchiveOptions(), CancellationToken.None);

    private static IEnumerable<string> Describe(ImportPackage package) =>
        package.Items.Select(item => $"{item.Name} {item.Image?.Content.Digest.ToString() ?? item.Error!.ErrorId}");

    public enum Packing
    {
        Tar,
        Gzip,
        Folder,
        InnerGzip,
        BothGzip,
    }

    [Theory]
    [InlineData(Packing.Tar)]
    [InlineData(Packing.Gzip)]
    [InlineData(Packing.Folder)]
    [InlineData(Packing.InnerGzip)]
    [InlineData(Packing.BothGzip)]
    public async Task Items_are_matched_by_normalised_name_however_the_package_is_packed(Packing packing)
    {
        string manifest = Manifest(
            "image_name: docker.io/library/postgres, tag: 13, image_file: images/all-images.tar",
            "image_name: neutree/serve, tag: v1, image_file: images/all-images.tar");
        ArchiveBuilder builder = packing is Packing.InnerGzip or Packing.BothGzip
            ? new ArchiveBuilder().AddFile("images/all-images.tar", SampleImage.Gzip(AllImages)).AddFile("manifest.yaml", manifest)
            : CreatePackage(manifest);
        using TemporaryFolder folder = new();
        string path = folder.File("package");
        if (packing == Packing.Folder)
        {
            builder.WriteTo(path);
        }
        else
        {
            File.WriteAllBytes(path, packing is Packing.Gzip or Packing.BothGzip ? builder.ToTarGzip() : builder.ToTar());
        }

        await using ImportPackage package = await PackageReader.OpenAsync(path, new ArchiveOptions(), CancellationToken.None);
        Assert.Equal(PackageKind.Manifest, package.Kind);
        Assert.Equal([$"docker.io/library/postgres:13 {Postgres.ConfigDigest}", $"docker.io/neutree/serve:v1 {Serve.ConfigDigest}"], Describe(package));
        ImportItem serve = package.Items[1];
        SourceBlob layer = ((LooseImage)serve.Image!.Content).Layers[1];
        await using Stream stream = await serve.Source!.OpenBlobAsync(layer, 600, CancellationToken.None);
        using MemoryStream copy = new();
        await stream.CopyToAsync(copy);
        Assert.Equal(Serve.Layers[1][600..], copy.ToArray());
    }

    [Fact]
    public async Task An_image_that_is_not_inside_is_an_error_of_its_item_that_lists_what_is()
    {
        using TemporaryFolder folder = new();
        await using ImportPackage package = await OpenAsync(folder, CreatePackage(Manifest(
            "image_name: absent, tag: v1, image_file: images/all-images.tar",
            "image_name: postgres, tag: 13, image_file: images/other.tar",
            "image_name: postgres, tag: 13, image_file: images/all-images.tar")).ToTar());
        Assert.Equal(["Package.ImageNotInFile", "Package.ImageFileMissing", null], package.Items.Select(item => item.Error?.ErrorId));
        Assert.Contains("postgres:13, neutree/serve:v1, r.example.com/extra:1", package.Items[0].Error!.Message, StringComparison.Ordinal);
        Assert.Equal("image file not found: images/other.tar", package.Items[1].Error!.Message);
    }

    [Theory]
    [InlineData("postgres", "13")]
    [InlineData("neutree/serve", "v1")]
    public async Task A_name_that_podman_put_below_localhost_is_found_without_it(string name, string tag)
    {
        using TemporaryFolder folder = new();
        byte[] images = ArchiveBuilder.CreateDockerSave((Serve, [$"localhost/{name}:{tag}"])).ToTar();
        byte[] package = new ArchiveBuilder().AddFile("a.tar", images)
            .AddFile("manifest.yaml", Manifest($"image_name: {name}, tag: {tag}, image_file: a.tar")).ToTar();
        await using ImportPackage opened = await OpenAsync(folder, package);
        Assert.Equal([$"{ImageReference.Parse($"{name}:{tag}")} {Serve.ConfigDigest}"], Describe(opened));
        Assert.Empty(opened.Warnings);
    }

    [Fact]
    public async Task An_image_of_the_very_name_comes_before_one_below_localhost_and_other_registries_never_match()
    {
        using TemporaryFolder folder = new();
        byte[] images = ArchiveBuilder.CreateDockerSave(
            (Serve, ["localhost/postgres:13", "r.example.com/other:1"]), (Postgres, ["postgres:13"])).ToTar();
        byte[] package = new ArchiveBuilder().AddFile("a.tar", images).AddFile("manifest.yaml", Manifest(
            "image_name: postgres, tag: 13, image_file: a.tar",
            "image_name: localhost/postgres, tag: 13, image_file: a.tar",
            "image_name: other, tag: 1, image_file: a.tar")).ToTar();
        await using ImportPackage opened = await OpenAsync(folder, package);
        Assert.Equal(
            [
                $"docker.io/library/postgres:13 {Postgres.ConfigDigest}",
                $"localhost/postgres:13 {Serve.ConfigDigest}",
                "docker.io/library/other:1 Package.ImageNotInFile",
            ],
            Describe(opened));
    }

    [Fact]
    public async Task Images_that_the_manifest_does_not_list_are_left_out_with_a_warning()
    {
        using TemporaryFolder folder = new();
        string manifest = Manifest("image_name: postgres, tag: 13, image_file: images/all-images.tar");
        await using ImportPackage package = await OpenAsync(folder, CreatePackage(manifest).ToTar());
        Assert.Equal(
            ["images/all-images.tar also holds neutree/serve:v1, r.example.com/extra:1, which the manifest doesn't list; it is left out"], package.Warnings);
    }

    [Fact]
    public async Task A_digest_or_platform_that_does_not_fit_is_a_warning()
    {
        using TemporaryFolder folder = new();
        string item = "image_name: postgres, tag: 13, image_file: images/all-images.tar";
        await using ImportPackage package = await OpenAsync(folder, CreatePackage(Manifest(
            $"{item}, digest: \"{Postgres.ConfigDigest}\", platform: linux/amd64",
            $"{item}, digest: \"{Serve.ConfigDigest}\"",
            $"{item}, platform: linux/arm64",
            $"{item}, platform: nonsense")).ToTar());
        Assert.Equal([0, 1, 1, 1], package.Items.Select(entry => entry.Warnings.Count));
        Assert.Equal(
            $"the manifest says that postgres:13 has the digest {Serve.ConfigDigest}; the archive holds {Postgres.ConfigDigest}", package.Items[1].Warnings[0]);
        Assert.Equal("the manifest says that postgres:13 is for linux/arm64; the archive holds linux/amd64", package.Items[2].Warnings[0]);
    }

    [Fact]
    public async Task A_package_of_the_old_schema_is_read()
    {
        using TemporaryFolder folder = new();
        await using ImportPackage package = await OpenAsync(folder, CreatePackage("""
            package:
              metadata: { engine_name: vllm, version: v0.5.0, package_version: "1.0", tags: [engine] }
              images:
              - { image_name: neutree/serve, tag: v1, image_file: images/all-images.tar }
              engine_version: { version: v0.5.0, images: { cpu: { image_name: neutree/serve } } }
            """).ToTarGzip());
        Assert.Equal(PackageKind.ManifestV0, package.Kind);
        Assert.Equal([$"docker.io/neutree/serve:v1 {Serve.ConfigDigest}"], Describe(package));
        Assert.Equal("1.0", package.Manifest!.Metadata.Version);
        PackageEngine engine = Assert.Single(package.Manifest.Engines);
        Assert.Equal(("vllm", new EngineImage("neutree/serve", "v0.5.0")), (engine.Name, engine.Versions.Single().Images["cpu"]));
    }

    [Fact]
    public async Task A_package_of_the_prototype_is_read()
    {
        using TemporaryFolder folder = new();
        byte[] tar = new ArchiveBuilder().AddFolder("./").AddFile("./all.tar", AllImages)
            .AddFile("./manifest.json", """{"images":[{"file":"all.tar","repoTags":["postgres:13"]},{"file":"gone.tar","repoTags":["x:1"]}]}""").ToTarGzip();
        await using ImportPackage package = await OpenAsync(folder, tar);
        Assert.Equal(PackageKind.Prototype, package.Kind);
        Assert.Equal([$"docker.io/library/postgres:13 {Postgres.ConfigDigest}", " Package.ImageFileMissing"], Describe(package));
    }

    [Fact]
    public async Task A_bare_archive_gives_an_item_for_each_name()
    {
        using TemporaryFolder folder = new();
        SampleImage nameless = SampleImage.Create("nameless");
        byte[] tar = ArchiveBuilder.CreateDockerSave((Serve, ["neutree/serve:v1", "r.example.com/extra:1", "<none>:<none>"]), (nameless, null)).ToTar();
        await using ImportPackage package = await OpenAsync(folder, tar);
        Assert.Equal((PackageKind.Archive, null), (package.Kind, package.Manifest));
        Assert.Equal(
            [
                $"docker.io/neutree/serve:v1 {Serve.ConfigDigest}",
                $"r.example.com/extra:1 {Serve.ConfigDigest}",
                " Oci.InvalidReference",
                $" {nameless.ConfigDigest}",
            ],
            Describe(package));
    }

    [Theory]
    [InlineData(Packing.Tar)]
    [InlineData(Packing.Gzip)]
    [InlineData(Packing.Folder)]
    public async Task Loose_archives_without_a_manifest_are_all_imported_and_one_that_is_damaged_is_an_error_of_its_own(Packing packing)
    {
        ArchiveBuilder builder = new ArchiveBuilder().AddFile("a.tar", AllImages[..5000]).AddFile("b.tar", AllImages)
            .AddFile("chart.tgz", new ArchiveBuilder().AddFile("chart/Chart.yaml", "name: chart").ToTarGzip()).AddFile("notes.txt", "read me");
        using TemporaryFolder folder = new();
        string path = folder.File("loose");
        if (packing == Packing.Folder)
        {
            builder.WriteTo(path);
        }
        else
        {
            File.WriteAllBytes(path, packing == Packing.Gzip ? builder.ToTarGzip() : builder.ToTar());
        }

        await using ImportPackage package = await PackageReader.OpenAsync(path, new ArchiveOptions(), CancellationToken.None);
        Assert.Equal(PackageKind.Archives, package.Kind);
        Assert.Equal(
            [
                " Archive.Truncated",
                $"docker.io/library/postgres:13 {Postgres.ConfigDigest}",
                $"docker.io/neutree/serve:v1 {Serve.ConfigDigest}",
                $"r.example.com/extra:1 {Serve.ConfigDigest}",
            ],
            Describe(package));
        Assert.Equal("b.tar: postgres:13", package.Items[1].Label);
    }

    [Fact]
    public async Task What_holds_no_images_anywhere_is_refused()
    {
        using TemporaryFolder folder = new();
        byte[] chart = new ArchiveBuilder().AddFile("Chart.yaml", "name: c").ToTarGzip();
        byte[] tar = new ArchiveBuilder().AddFile("notes.txt", "read me").AddFile("chart.tgz", chart).ToTar();
        Assert.Equal("Archive.NoImages", (await Assert.ThrowsAsync<ArchiveException>(() => OpenAsync(folder, tar))).ErrorId);
    }

    [Theory]
    [InlineData("images: []", "failed to parse manifest: manifest validation failed: no images specified")]
    [InlineData("images: [{tag: a}]", "failed to parse manifest: manifest validation failed: image 0: image name is empty")]
    [InlineData(
        "images: [{image_name: a, tag: b}, {image_name: a}]",
        "failed to parse manifest: manifest validation failed: image 1: tag is empty")]
    [InlineData(
        "images: [{image_name: a, tag: b}]\nengines: [{}]",
        "failed to parse manifest: manifest validation failed: engine name is empty")]
    [InlineData(
        "images: [{image_name: a, tag: b}]\nengines: [{name: e}]",
        "failed to parse manifest: manifest validation failed: no engine versions defined")]
    [InlineData(
        "images: [{image_name: a, tag: b}]\nengines: [{name: e, engine_versions: [{}]}]",
        "failed to parse manifest: manifest validation failed: engine version field is empty")]
    [InlineData(
        "engines: [{name: e, engine_versions: [null]}]",
        "failed to parse manifest: failed to parse YAML manifest: engine version definition is nil")]
    [InlineData(
        "engines: [{name: e, engine_versions: [{version: v, values_schema: {values_schema_base64: 'invalid-base64'}}]}]",
        "failed to parse manifest: failed to parse YAML manifest: failed to decode values schema from base64")]
    [InlineData(
        "engines: [{name: e, engine_versions: [{version: v, values_schema: {values_schema_base64: []}}]}]",
        "failed to parse manifest: failed to parse YAML manifest: invalid values_schema_base64 format in manifest")]
    [InlineData(
        "engines: [{name: e, engine_versions: [{version: v, values_schema: {values_schema_base64: 'WzFd'}}]}]",
        "failed to parse manifest: failed to parse YAML manifest: failed to unmarshal values schema JSON")]
    [InlineData("invalid_yaml: [unclosed_list", "failed to parse manifest: failed to parse YAML manifest: ")]
    public async Task A_malformed_manifest_is_refused_in_the_words_users_know(string manifest, string message)
    {
        using TemporaryFolder folder = new();
        PackageException error = await Assert.ThrowsAsync<PackageException>(() => OpenAsync(folder, CreatePackage(manifest).ToTar()));
        Assert.Equal("Package.InvalidManifest", error.ErrorId);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_of_nothing_but_brackets_is_refused()
    {
        using TemporaryFolder folder = new();
        string manifest = "images: " + new string('[', 100_000);
        Assert.Equal("Package.InvalidManifest", (await Assert.ThrowsAsync<PackageException>(() => OpenAsync(folder, CreatePackage(manifest).ToTar()))).ErrorId);
    }

    [Fact]
    public async Task Engines_are_read_whole()
    {
        using TemporaryFolder folder = new();
        await using ImportPackage package = await OpenAsync(folder, CreatePackage("""
            manifest_version: "1.0"
            unknown: { field: 1 }
            metadata: { version: 1.10, author: Neutree Team, created_at: "2026-01-01T00:00:00Z", tags: [engine, vllm] }
            images: [{ image_name: postgres, tag: 13, image_file: images/all-images.tar, size: 123 }]
            engines:
            - name: vllm
              supported_tasks: [text-generation]
              engine_versions:
              - version: v0.10.2
                values_schema: { values_schema_base64: eyJ0ZXN0IjoidmFsdWVzIn0K }
                deploy_template: { kubernetes: { default: e30= } }
                supported_tasks: [text-embedding]
                capabilities: { metrics_export: { enabled: true, port: 9100, path: /m }, playground: { enabled: false, modes: [chat] } }
                images: { nvidia_gpu: { image_name: neutree/engine, tag: "" }, cpu: { image_name: neutree/engine, tag: c } }
              - version: v2
                values_schema: { type: object, properties: { n: { maximum: 1.5, default: 3, nullable: true, note: "5", none: ~ } } }
            """).ToTar());
        PackageManifest manifest = package.Manifest!;
        Assert.Equal(("1.0", "1.10", 123L), (manifest.ManifestVersion, manifest.Metadata.Version, manifest.Images[0].Size));
        PackageEngine engine = Assert.Single(manifest.Engines);
        EngineVersion first = engine.Versions[0];
        Assert.Equal("""{"test":"values"}""", first.ValuesSchema);
        Assert.Equal("e30=", first.DeployTemplate["kubernetes"]["default"]);
        Assert.Equal(["text-embedding"], first.SupportedTasks);
        Assert.Equal(new MetricsExportCapability(true, 9100, "/m"), first.Capabilities!.MetricsExport);
        Assert.Equal((false, "chat"), (first.Capabilities.Playground!.Enabled, first.Capabilities.Playground.Modes.Single()));
        Assert.Equal([new EngineImage("neutree/engine", "v0.10.2"), new EngineImage("neutree/engine", "c")], first.Images.Values);
        Assert.Null(engine.Versions[1].Capabilities);
        Assert.Equal(
            """{"type":"object","properties":{"n":{"maximum":1.5,"default":3,"nullable":true,"note":"5","none":null}}}""", engine.Versions[1].ValuesSchema);
    }

    public static TheoryData<string> ConformancePackages() => ["neutree-cluster-ssh-v1.0.0-amd64.tar.gz", "neutree-ssh-cluster-image.tar.gz"];

    [ConformanceTheory]
    [MemberData(nameof(ConformancePackages))]
    public async Task Conformance_packages_give_the_targets_described(string name)
    {
        string archives = Path.Combine(TestFolders.Conformance!, "archives");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(archives, "archives.json")));
        await using ImportPackage package = await PackageReader.OpenAsync(Path.Combine(archives, name), new ArchiveOptions(), CancellationToken.None);
        RegistryPrefix prefix = RegistryPrefix.Parse("registry.example.org/proj");
        Assert.Equal(
            document.RootElement.GetProperty(name).GetProperty("targets_for_prefix_registry.example.org/proj").EnumerateArray()
                .Select(target => target.GetString()!),
            package.Items.Select(item => item.Name!.RewriteTo(prefix).ToString()));
        Assert.All(package.Items, item => Assert.Null(item.Error));
    }
}
