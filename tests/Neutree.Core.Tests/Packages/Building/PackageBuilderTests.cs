using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Packages.Finding;

namespace Neutree.Core.Tests.Packages.Building;

public sealed class PackageBuilderTests
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private static readonly Platform Arm64 = new("linux", "arm64");

    [Fact]
    public async Task A_package_holds_what_the_registry_served()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder, "team/app:1");
        PackageBuildOptions options = new()
        {
            Recipe = new ImageListPackageRecipe { ImageLists = [registry.WriteList(folder, "team/app:1", "team/multi:1")], Version = "1.10", Description = "Two images." },
            OutputPath = folder.File("site.tar.gz"),
        };

        BuiltPackage built = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

        Assert.Equal((options.OutputPath, false, 64, folder.File("site-manifest.yaml")), (built.Path, built.IsPlanned, built.Sha256?.Length, built.ManifestPath));
        await using ImportPackage package = await PackageReader.OpenAsync(built.Path, new ArchiveOptions(), CancellationToken.None);
        Assert.Equal(["Neutree Team", "1.10", "Two images.", "images,multi"], [package.Manifest!.Metadata.Author, package.Manifest.Metadata.Version, package.Manifest.Metadata.Description, string.Join(',', package.Manifest.Metadata.Tags)]);
        Assert.Equal([$"{registry.Host}/team/app:1", $"{registry.Host}/team/multi:1"], package.Items.Select(item => item.Name!.ToFamiliarString()));
        Assert.Equal(built.Images.Select(image => image.Digest), package.Items.Select(item => item.Image?.Content.Digest));
        Assert.Equal(registry.Multi.Digest, package.Items[1].Image?.Content.Digest);
    }

    [Fact]
    public async Task The_same_build_gives_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder, "team/app:1");
        PackageBuildOptions options = new()
        {
            Recipe = new EnginePackageRecipe { Name = "vllm", EngineVersion = "v1", Images = [$"cpu={registry.Host}/team/app:1"] },
            OutputPath = folder.File("a.tar.gz"),
        };

        BuiltPackage first = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);
        BuiltPackage second = await new PackageBuilder(options with { OutputPath = folder.File("b.tar.gz") }).BuildAsync(null, CancellationToken.None);

        Assert.Equal(await File.ReadAllBytesAsync(first.Path), await File.ReadAllBytesAsync(second.Path));
        Assert.Equal(("images/vllm-v1-images.tar", "cpu"), (first.Manifest.Images[0].ImageFile, first.Manifest.Images[0].Accelerator));
    }

    [Theory]
    [InlineData("new/site.tar.gz", "new/site.tar.gz")]
    [InlineData("new", "new/vllm-v1.tar.gz")]
    [InlineData("new.d/below/", "new.d/below/vllm-v1.tar.gz")]
    public async Task Folders_that_are_missing_are_made(string output, string expected)
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder, "team/app:1");
        PackageBuildOptions options = new()
        {
            Recipe = new EnginePackageRecipe { Name = "vllm", EngineVersion = "v1", Images = [$"cpu={registry.Host}/team/app:1"] },
            OutputPath = folder.File(output),
        };

        BuiltPackage planned = await new PackageBuilder(options with { WhatIf = true }).BuildAsync(null, CancellationToken.None);
        bool isMadeByAPlan = Directory.Exists(folder.File(output.Split('/')[0]));
        BuiltPackage built = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

        Assert.Equal((folder.File(expected), folder.File(expected), false, true), (planned.Path, built.Path, isMadeByAPlan, File.Exists(built.Path)));
    }

    [Theory]
    [InlineData("site.zip", "Package.InvalidName")]
    [InlineData("file/new", "Package.WriteFailed")]
    public async Task A_package_that_can_be_nowhere_is_refused_before_an_image_is_asked_for(string output, string errorId)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("file"), "");
        PackageBuildOptions options = new()
        {
            Recipe = new EnginePackageRecipe { Name = "vllm", EngineVersion = "v1", Images = ["cpu=127.0.0.1:1/team/app:1"] },
            OutputPath = folder.File(output),
        };

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => new PackageBuilder(options).BuildAsync(null, CancellationToken.None));

        Assert.Equal(errorId, error.ErrorId);
    }

    [Fact]
    public async Task All_images_that_are_missing_are_told_at_once_and_nothing_is_written()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder, "team/app:1");
        string list = registry.WriteList(folder, "team/app:1", "team/gone:1", "team/multi:1", "team/lost:2");
        PackageBuildOptions options = new()
        {
            Recipe = new ImageListPackageRecipe { ImageLists = [list] },
            OutputPath = folder.File("out.tar.gz"),
            Pull = new ImagePullOptions { Platforms = [Amd64, Arm64] },
        };
        string[] before = [.. Directory.EnumerateFileSystemEntries(folder.Path).Order(StringComparer.Ordinal)];

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => new PackageBuilder(options).BuildAsync(null, CancellationToken.None));

        string host = registry.Host;
        Assert.Equal(("Package.ImagesMissing", ErrorKind.NotFound), (error.ErrorId, error.Kind));
        Assert.Equal(
            $"3 of 4 images can't be packed: {host}/team/app:1 ({host}/team/app:1 has no image for linux/arm64; it has linux/amd64); "
            + $"{host}/team/gone:1 ({host}/team/gone:1 isn't in the registry); {host}/team/lost:2 ({host}/team/lost:2 isn't in the registry)",
            error.Message);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cause_that_many_images_share_is_told_once()
    {
        using TemporaryFolder folder = new();
        PackageBuildOptions options = new()
        {
            Recipe = new ImageListPackageRecipe { Images = [.. Enumerable.Range(1, 3).Select(number => $"127.0.0.1:1/a{number}:1")] },
            OutputPath = folder.File("out.tar.gz"),
            Pull = new ImagePullOptions { RegistryOptions = new() { PlainHttp = true, Retry = 0 } },
        };

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => new PackageBuilder(options).BuildAsync(null, CancellationToken.None));

        Assert.StartsWith("3 of 3 images can't be packed: 127.0.0.1:1/a1:1, 127.0.0.1:1/a2:1, 127.0.0.1:1/a3:1 (reaching the registry failed on 127.0.0.1:1: nothing listens there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_is_cancelled_leaves_nothing()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder);
        Directory.CreateDirectory(folder.File("out"));
        using CancellationTokenSource stop = new();
        PackageBuildOptions options = new()
        {
            Recipe = new ImageListPackageRecipe { ImageLists = [registry.WriteList(folder, "team/multi:1")] },
            OutputPath = folder.File("out"),
        };
        StopAtFirstByte progress = new(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PackageBuilder(options).BuildAsync(progress, stop.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.File("out")));
    }

    [Fact]
    public async Task What_a_killed_build_left_goes_and_what_another_is_at_work_on_stays()
    {
        using TemporaryFolder folder = new();
        folder.Write("demo/Chart.yaml", "apiVersion: v2\nname: demo\nversion: 0.1.0\n"u8);
        foreach (string name in (string[])["out/x.tar.gz.part003.partial", "out/x.tar.gz.images-abc.partial", "out/x.tar.gz.sha256.partial", "out/y.tar.gz.partial"])
        {
            folder.Write(name, "half"u8);
        }

        PackageBuildOptions options = new() { Recipe = new ChartPackageRecipe { Chart = new() { Chart = folder.File("demo") } }, OutputPath = folder.File("out/x.tar.gz") };
        await using (new FileStream(folder.File("out/x.tar.gz.partial"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            PackageException busy = await Assert.ThrowsAsync<PackageException>(() => new PackageBuilder(options).BuildAsync(null, CancellationToken.None));
            Assert.Equal(("Package.WriteFailed", true), (busy.ErrorId, File.Exists(folder.File("out/x.tar.gz.partial"))));
        }

        BuiltPackage built = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

        Assert.Equal(
            ["x-manifest.yaml", "x.tar.gz", "x.tar.gz.sha256", "y.tar.gz.partial"],
            Directory.EnumerateFiles(folder.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(("", false), (built.Manifest.Metadata.CreatedAt, (await File.ReadAllTextAsync(folder.File("out/x-manifest.yaml"))).Contains("created_at", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_archive_is_looked_at_before_the_registry()
    {
        using TemporaryFolder folder = new();
        SampleImage image = SampleImage.Create("base", "app");
        string archive = folder.Write("saved.tar", ArchiveBuilder.CreateDockerSave((image, ["registry.invalid/team/app:1"])).ToTar());
        PackageBuildOptions options = new()
        {
            Recipe = new ImageListPackageRecipe { Images = ["registry.invalid/team/app:1"] },
            OutputPath = folder.Path,
            Archives = [archive],
        };

        BuiltPackage built = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

        Assert.Equal(folder.File("neutree-images.tar.gz"), built.Path);
        await using ImportPackage package = await PackageReader.OpenAsync(built.Path, new ArchiveOptions(), CancellationToken.None);
        LooseImage packed = Assert.IsType<LooseImage>(Assert.Single(package.Items).Image?.Content);
        Assert.Equal((image.ConfigDigest, 2), (packed.ConfigDigest, packed.Layers.Count));
    }

    [Fact]
    public async Task A_plan_names_the_images_and_writes_nothing()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder);
        PackageBuildOptions options = new()
        {
            Recipe = new ImageListPackageRecipe { ImageLists = [registry.WriteList(folder, "team/multi:1")] },
            OutputPath = folder.File("out.tar.gz"),
            WhatIf = true,
        };

        BuiltPackage plan = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

        Assert.Equal((true, registry.Multi.Digest, 5), (plan.IsPlanned, Assert.Single(plan.Images).Digest, plan.BlobCount));
        Assert.False(File.Exists(options.OutputPath));
    }

    [Fact]
    public async Task A_package_that_is_there_is_replaced_only_by_force()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("out.tar.gz", "old"u8);
        PackageBuildOptions options = new() { Recipe = new ImageListPackageRecipe { Images = ["registry.invalid/a:1"] }, OutputPath = path };

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => new PackageBuilder(options).BuildAsync(null, CancellationToken.None));

        Assert.Equal(("Package.FileExists", "old"), (error.ErrorId, await File.ReadAllTextAsync(path)));
    }

    [Fact]
    public async Task A_manifest_alone_asks_nobody()
    {
        using TemporaryFolder folder = new();
        PackageBuildOptions options = new()
        {
            Recipe = new EnginePackageRecipe { Name = "vllm", EngineVersion = "v1", Images = ["cpu=registry.invalid:5000/team/app:1"] },
            OutputPath = folder.Path,
            ManifestOnly = true,
        };

        BuiltPackage built = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

        Assert.Equal(folder.File("vllm-v1-manifest.yaml"), built.Path);
        Assert.Equal(built.Path, Assert.Single(Directory.EnumerateFiles(folder.Path)));
        Assert.Contains("- image_name: \"registry.invalid:5000/team/app\"\n  tag: \"1\"\n  accelerator: \"cpu\"\n", await File.ReadAllTextAsync(built.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_package_has_the_charts_files_in_the_release_version()
    {
        using TemporaryFolder folder = new();
        folder.Write("demo/Chart.yaml", "apiVersion: v2\nname: demo\nversion: 0.1.0\nappVersion: 0.1.0\n"u8);
        folder.Write("demo/templates/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"u8);
        PackageBuildOptions options = new()
        {
            Recipe = new ChartPackageRecipe { Chart = new() { Chart = folder.File("demo") }, Version = "v1.2.0" },
            OutputPath = folder.Path,
        };

        BuiltPackage built = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

        Assert.Equal(folder.File("demo-helm-chart.tar.gz"), built.Path);
        await using ArchiveFiles files = await ArchiveOpener.OpenPathAsync(built.Path, new ArchiveOptions(), CancellationToken.None);
        ReadOnlyMemory<byte> chart = await files.ReadAllAsync(files.Find("demo/Chart.yaml")!, 4096, CancellationToken.None);
        Assert.Equal("apiVersion: v2\nappVersion: v1.2.0\nname: demo\nversion: v1.2.0\n", Encoding.UTF8.GetString(chart.Span));
        Assert.NotNull(files.Find("demo/templates/a.yaml"));
    }

    [Fact]
    public async Task Neutrees_chart_is_not_packed_with_vendored_folders_empty()
    {
        using TemporaryFolder folder = new();
        PackageBuildOptions options = new()
        {
            Recipe = new ChartPackageRecipe { Chart = new() { Chart = Path.Combine(TestFolders.Repository, "deploy", "chart", "neutree") } },
            OutputPath = folder.File("chart.tar.gz"),
        };

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => new PackageBuilder(options).BuildAsync(null, CancellationToken.None));

        Assert.Equal("Package.VendoredFolderEmpty", error.ErrorId);
    }

    [Fact]
    public async Task A_cluster_of_several_accelerators_needs_a_list_for_each()
    {
        using TemporaryFolder folder = new();
        folder.Write("lists/ssh.txt", "team/a:1\n"u8);
        PackageBuildOptions options = new()
        {
            Recipe = new ClusterPackageRecipe { Type = ClusterType.Ssh, Accelerators = ["amd_gpu"], ListFolder = folder.File("lists") },
            OutputPath = folder.Path,
        };

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => new PackageBuilder(options).BuildAsync(null, CancellationToken.None));

        Assert.Equal(
            ($"there is no image list {folder.File("lists/ssh-amd_gpu.txt")}", $"{folder.File("lists")} has ssh.txt."), (error.Message, error.Recommendation));
    }

    [Theory]
    [InlineData(false, null, null, ImageOrigin.Registry)]
    [InlineData(false, null, "true", ImageOrigin.Registry)]
    [InlineData(false, null, "false", ImageOrigin.Engine)]
    [InlineData(true, null, null, ImageOrigin.EngineThenRegistry)]
    [InlineData(true, false, "true", ImageOrigin.Engine)]
    [InlineData(false, true, "false", ImageOrigin.Registry)]
    public void Registries_are_asked_unless_it_is_said_otherwise(bool fromDocker, bool? pull, string? variable, ImageOrigin expected) =>
        Assert.Equal(expected, ImageOrigins.Choose(fromDocker, pull, _ => variable));

    private sealed class StopAtFirstByte(CancellationTokenSource stop) : IProgress<Neutree.Core.Oci.Transfer.TransferProgress>
    {
        public void Report(Neutree.Core.Oci.Transfer.TransferProgress value) => stop.Cancel();
    }
}
