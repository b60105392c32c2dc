using System.Net;
using System.Text;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Finding;

public sealed class ImageFinderTests
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private static readonly Platform Arm64 = new("linux", "arm64");

    [ConformanceTheory]
    [InlineData("v1.2.0")]
    public async Task The_control_plane_chart_needs_its_eighteen_images(string version)
    {
        ChartRenderOptions chart = new()
        {
            Chart = Path.Combine(TestFolders.Conformance!, "helm", "charts", "neutree.tgz"),
            Values = new ValuesOptions { Set = ["jwtSecret=secret", $"api.image.tag={version},core.image.tag={version},dbScripts.image.tag={version}"] },
        };

        IReadOnlyList<FoundImage> found = await FindAsync(new ImageFindOptions { Charts = [chart] });

        string[] listed = await File.ReadAllLinesAsync(Path.Combine(TestFolders.Repository, "deploy", "images", "control-plane.txt"));
        IEnumerable<string> expected = listed.Where(line => line.Length > 0 && line[0] != '#').Select(line => ImageListFile.WithVersion(line, version));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Select(image => image.Image));
        Assert.Equal(18, found.Count);
    }

    [Theory]
    [InlineData(false, new[] { "team/announced:1", "team/hook:1", "team/web:1" })]
    [InlineData(true, new[] { "team/hook:1", "team/web:1" })]
    public async Task A_chart_gives_the_images_of_its_objects_hooks_and_annotations_and_not_of_its_tests(bool skipAnnotations, string[] expected)
    {
        using TemporaryFolder folder = new();
        WriteChart(folder);
        ImageFindOptions options = new() { Charts = [new ChartRenderOptions { Chart = folder.File("c"), SkipTests = true }], SkipAnnotations = skipAnnotations };

        IReadOnlyList<FoundImage> found = await FindAsync(options);

        Assert.Equal(expected, found.Select(image => image.Image));
        Assert.Equal("Pod/web spec.containers[0].image (c/templates/web.yaml)", found[^1].Reasons[0].ToString());
    }

    [Fact]
    public async Task What_several_places_name_is_found_once_with_all_reasons()
    {
        using TemporaryFolder folder = new();
        WriteChart(folder);
        string list = folder.Write("list.txt", "docker.io/team/web:1\n"u8);
        ImageFindOptions options = new()
        {
            Charts = [new ChartRenderOptions { Chart = folder.File("c"), SkipTests = true }],
            ImageLists = [list],
            Images = ["team/web:1"],
            SkipAnnotations = true,
        };

        FoundImage web = (await FindAsync(options))[^1];

        Assert.Equal([ImageReasonKind.Container, ImageReasonKind.ImageList, ImageReasonKind.Given], web.Reasons.Select(reason => reason.Kind));
    }

    [Fact]
    public async Task A_package_gives_what_it_holds_with_digests()
    {
        using TemporaryFolder folder = new();
        SampleImage image = SampleImage.Create("base", "app");
        string package = folder.Write("layout.tar", ArchiveBuilder.CreateLayout(gzip: true, dockerList: false, (image, ["team/app:1"])).ToTar());

        FoundImage found = Assert.Single(await FindAsync(new ImageFindOptions { Packages = [package] }));

        Digest expected = image.CreateManifest(gzip: true).Digest;
        Assert.Equal(("team/app:1", expected, "images[0] (layout.tar)"), (found.Image, found.Digest, found.Reasons[0].ToString()));
        Assert.Equal((Amd64, expected, 3), (found.Platforms[0].Platform, found.Platforms[0].Digest, found.Platforms[0].Blobs.Count));
    }

    [Fact]
    public async Task Resolving_pins_the_index_and_each_wanted_platform()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder, "team/app:1");
        string list = registry.WriteList(folder, "team/multi:1", "team/app:1");

        IReadOnlyList<FoundImage> all = await FindAsync(new ImageFindOptions { ImageLists = [list], Resolve = new ImagePullOptions() });
        IReadOnlyList<FoundImage> one = await FindAsync(new ImageFindOptions { ImageLists = [list], Resolve = new ImagePullOptions { Platforms = [Amd64] } });

        Assert.Equal([$"{registry.Host}/team/app:1", $"{registry.Host}/team/multi:1"], all.Select(image => image.Image));
        Assert.Equal([registry.Multi.Digest, registry.Multi.Digest], [all[1].Digest, one[1].Digest]);
        Assert.Equal(registry.Multi.Manifests.Select(entry => (entry.Platform, entry.Digest)), all[1].Platforms.Select(pin => (pin.Platform, pin.Digest)));
        Assert.Equal([Amd64], one[1].Platforms.Select(pin => pin.Platform));
        Assert.Equal(ImageLockFile.Write(one), ImageLockFile.Write(await ReadBackAsync(folder, one)));
    }

    [Fact]
    public async Task Of_an_index_only_the_wanted_platforms_are_read()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder);
        await using RegistryImageSource source = new(
            new RegistryClient(registry.Host, new RegistryOptions { PlainHttp = true }), [ImageReference.Parse($"{registry.Host}/team/multi:1")]) { Platforms = [Amd64] };

        StoredIndex index = Assert.IsType<StoredIndex>(Assert.Single(await source.GetImagesAsync(CancellationToken.None)).Content);

        Assert.Equal([registry.Multi.Manifests[0].Digest], index.Children.Select(child => child.Digest));
        Assert.Equal([registry.Multi.Manifests[1].Digest], index.Missing.Select(entry => entry.Digest));
        FoundImage lacking = Assert.Single(await FindAsync(new ImageFindOptions
        {
            Images = [$"{registry.Host}/team/multi:1"],
            Resolve = new ImagePullOptions { Platforms = [new Platform("linux", "riscv64")] },
        }));
        Assert.Equal($"{registry.Host}/team/multi:1 has no image for linux/riscv64; it has linux/amd64, linux/arm64", lacking.Error?.Message);
    }

    [Fact]
    public async Task A_mirror_is_asked_in_place_of_the_registries_and_the_names_stay()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder, "mirror/library/postgres:13", "mirror/team/app:1");
        ImageFindOptions options = new()
        {
            Images = ["postgres:13", "quay.io/team/app:1"],
            Resolve = new ImagePullOptions { MirrorRegistry = $"http://{registry.Host}/mirror" },
        };

        IReadOnlyList<FoundImage> found = await FindAsync(options);

        Assert.Equal(["postgres:13", "quay.io/team/app:1"], found.Select(image => image.Image));
        Assert.All(found, image => Assert.NotNull(image.Digest));
    }

    [Fact]
    public async Task What_a_registry_lacks_is_an_error_of_that_image_alone()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder, "team/app:1");
        string list = registry.WriteList(folder, "team/app:1", "team/gone:1", "team/multi:1");

        IReadOnlyList<FoundImage> found = await FindAsync(new ImageFindOptions { ImageLists = [list], Resolve = new ImagePullOptions { Platforms = [Amd64, Arm64] } });

        Assert.Equal(
            [
                ($"{registry.Host}/team/app:1 has no image for linux/arm64; it has linux/amd64", "Package.PlatformMissing"),
                ($"{registry.Host}/team/gone:1 isn't in the registry", "Registry.ManifestNotFound"),
                (null, null),
            ],
            found.Select(image => (image.Error?.Message, image.Error?.ErrorId)));
    }

    [Fact]
    public async Task One_credential_is_not_shown_to_several_registries()
    {
        ImageFindOptions options = new()
        {
            Images = ["a.example.com/x:1", "b.example.com/y:1"],
            Resolve = new ImagePullOptions { RegistryOptions = new RegistryOptions { Credential = new NetworkCredential("alice", "secret") } },
        };

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => FindAsync(options));

        Assert.Equal("one credential can't serve all of the registries a.example.com, b.example.com: it would be shown to each", error.Message);
    }

    [Theory]
    [InlineData("missing.txt", "Package.ImageListUnreadable")]
    public async Task A_list_that_is_not_there_is_an_error(string name, string id)
    {
        using TemporaryFolder folder = new();

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => FindAsync(new ImageFindOptions { ImageLists = [folder.File(name)] }));

        Assert.Equal(id, error.ErrorId);
    }

    private static async Task<IReadOnlyList<FoundImage>> ReadBackAsync(TemporaryFolder folder, IReadOnlyList<FoundImage> images)
    {
        string path = folder.File("site.lock");
        await ImageLockFile.SaveAsync(path, images, CancellationToken.None);
        IReadOnlyList<FoundImage> read = await FindAsync(new ImageFindOptions { ImageLists = [path] });
        return [.. read.Zip(images, (after, before) => after with { Reasons = before.Reasons })];
    }

    private static async Task<IReadOnlyList<FoundImage>> FindAsync(ImageFindOptions options) =>
        await new ImageFinder(options).FindAsync(CancellationToken.None).ToListAsync();

    private static void WriteChart(TemporaryFolder folder)
    {
        folder.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\nannotations:\n  artifacthub.io/images: |\n    - name: extra\n      image: team/announced:1\n"u8);
        folder.Write("c/templates/web.yaml", Pod("web", "team/web:1", ""));
        folder.Write("c/templates/hook.yaml", Pod("hook", "team/hook:1", "helm.sh/hook: pre-install"));
        folder.Write("c/templates/test.yaml", Pod("test", "team/test:1", "helm.sh/hook: test"));
    }

    private static byte[] Pod(string name, string image, string annotation) =>
        Encoding.UTF8.GetBytes($"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  annotations: {{{annotation}}}\nspec:\n  containers:\n  - {{name: c, image: '{image}'}}\n");
}
