using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Packages.Finding;

namespace Neutree.Core.Tests.Packages.Building;

public sealed class EngineManifestFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Manifest(string host, string image = "", string engine = "vllm", string more = "") =>
        $"# kept as it is\nmanifest_version: \"1.0\"\nmetadata: {{version: \"7\", note: unknown}}\nimages:\n"
        + $"- {{image_name: \"{host}/team/app\", tag: \"1\", image_file: \"images/own.tar\"{image}}}\n{more}"
        + $"engines:\n- name: {engine}\n  engine_versions:\n  - version: v1\n    images: {{cpu: {{image_name: \"{host}/team/app\", tag: \"1\"}}}}\n";

    private PackageBuildOptions Options(string manifest, Func<EnginePackageRecipe, EnginePackageRecipe>? change = null)
    {
        EnginePackageRecipe recipe = new() { Name = "vllm", EngineVersion = "v1", ManifestPath = _folder.Write("given.yaml", Encoding.UTF8.GetBytes(manifest)) };
        return new PackageBuildOptions { Recipe = change?.Invoke(recipe) ?? recipe, OutputPath = _folder.File("p.tar.gz") };
    }

    private static Task<BuiltPackage> BuildAsync(PackageBuildOptions options) => new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

    [Fact]
    public async Task A_manifest_goes_in_byte_for_byte_and_its_images_with_it()
    {
        await using SampleRegistry registry = await SampleRegistry.StartAsync(_folder, "team/app:1");
        string text = Manifest(registry.Host, ", platform: \"linux/amd64\"");

        BuiltPackage built = await BuildAsync(Options(text, recipe => recipe with { Images = [$"cpu={registry.Host}/team/app:1"] }));

        Assert.Equal(text, await File.ReadAllTextAsync(_folder.File("p-manifest.yaml")));
        await using Core.Oci.Archives.ArchiveFiles files = await Core.Oci.Archives.ArchiveOpener.OpenPathAsync(built.Path, new(), CancellationToken.None);
        Assert.Equal(text, Encoding.UTF8.GetString((await files.ReadAllAsync(files.Find("manifest.yaml")!, 65536, CancellationToken.None)).Span));
        Assert.NotNull(files.Find("images/own.tar"));
        Assert.Equal(
            ["Package.Sound"],
            (await new PackageChecker(new PackageCheckOptions { Path = built.Path }).CheckAsync(null, CancellationToken.None).ToListAsync()).Select(finding => finding.Id));
    }

    [Fact]
    public async Task The_manifest_alone_is_a_copy()
    {
        string text = Manifest("registry.invalid");

        BuiltPackage built = await BuildAsync(Options(text) with { ManifestOnly = true });

        Assert.Equal((_folder.File("p-manifest.yaml"), text), (built.Path, await File.ReadAllTextAsync(built.Path)));
    }

    [Fact]
    public async Task What_a_manifest_says_of_an_image_must_be_so()
    {
        await using SampleRegistry registry = await SampleRegistry.StartAsync(_folder, "team/app:1");
        string digest = $"sha256:{new string('0', 64)}";

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => BuildAsync(Options(Manifest(registry.Host, $", platform: \"linux/arm64\", digest: \"{digest}\""))));

        Assert.Equal("Package.ManifestMismatch", error.ErrorId);
        Assert.StartsWith($"the manifest says that {registry.Host}/team/app:1 has the digest {digest}; the archive holds sha256:", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"the manifest says that {registry.Host}/team/app:1 is for linux/arm64; the archive holds linux/amd64", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("p.tar.gz")));
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { Manifest("r.invalid", engine: "sglang"), "Package.InvalidManifest", "isn't of the engine vllm v1; it is of sglang v1" },
        { Manifest("r.invalid", more: "- {image_name: \"b\", tag: \"1\", image_file: \"images/b.tar\"}\n"), "Package.InvalidManifest", "its images name several image files" },
        { "engines: [", "Package.InvalidManifest", "failed to parse YAML manifest" },
        { "manifest_version: \"1.0\"\nengines: [{name: vllm, engine_versions: [{version: v1}]}]\n", "Package.InvalidManifest", "no images specified" },
        { "package: {metadata: {engine_name: vllm, version: v1}}\n", "Package.InvalidManifest", "it is of the schema before 1.0" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_manifest_that_is_none_of_the_package_is_refused(string text, string id, string complaint)
    {
        PackageException error = await Assert.ThrowsAsync<PackageException>(() => BuildAsync(Options(text)));

        Assert.Equal(id, error.ErrorId);
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.Contains("given.yaml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_else_would_describe_the_engine_is_refused_beside_a_manifest()
    {
        PackageException tasks = await Assert.ThrowsAsync<PackageException>(() => BuildAsync(Options(Manifest("r.invalid"), recipe => recipe with { SupportedTasks = ["text-generation"] })));
        PackageException image = await Assert.ThrowsAsync<PackageException>(() => BuildAsync(Options(Manifest("r.invalid"), recipe => recipe with { Images = ["cpu=other:1"] })));
        PackageException delta = await Assert.ThrowsAsync<PackageException>(() => BuildAsync(Options(Manifest("r.invalid")) with { Base = "r.invalid" }));
        PackageException absent = await Assert.ThrowsAsync<PackageException>(() => BuildAsync(Options(Manifest("r.invalid"), recipe => recipe with { ManifestPath = _folder.File("gone.yaml") })));

        Assert.Equal(
            ["Package.ManifestGiven", "Package.ManifestMismatch", "Package.ManifestGiven", "Package.ManifestUnreadable"],
            new[] { tasks, image, delta, absent }.Select(error => error.ErrorId));
        Assert.StartsWith("-SupportedTask was given beside the manifest", tasks.Message, StringComparison.Ordinal);
    }
}
