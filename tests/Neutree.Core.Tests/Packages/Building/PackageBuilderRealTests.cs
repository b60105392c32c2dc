using System.Diagnostics;
using System.Text;
using Neutree.Core.Docker;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Inspection;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Packages.Building;

/// <summary>From a real registry into a package, and from there into another one.</summary>
public sealed class PackageBuilderRealTests : IDisposable
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private PackageBuildOptions Options(string name, params string[] images) => new()
    {
        Recipe = new ImageListPackageRecipe { Images = images },
        OutputPath = _folder.File(name),
        Pull = new ImagePullOptions { IncludeReferrers = true, RegistryOptions = new RegistryOptions { PlainHttp = true } },
    };

    private static Task<BuiltPackage> BuildAsync(PackageBuildOptions options) => new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

    private static async Task<string[]> FindingsAsync(string path) =>
        [.. (await new PackageChecker(new PackageCheckOptions { Path = path, Deep = true }).CheckAsync(null, CancellationToken.None).ToListAsync()).Select(finding => finding.Id)];

    [RequiresPartFact("registry")]
    public async Task Images_arrive_at_another_registry_with_all_that_is_attached_to_them()
    {
        await using RealRegistry first = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RealRegistry second = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistrySample from = new(first);
        await using RegistrySample to = new(second);
        await from.PushAsync(_folder);
        Digest multi = await from.DigestOfAsync("team/multi", "2.0");
        Digest tool = await from.DigestOfAsync("library/tool", "1");
        ManifestContent index = (await from.Client.FindManifestAsync("team/multi", "2.0", CancellationToken.None))!;
        Digest child = ImageIndex.Parse(index.Content, index.MediaType).Manifests[1].Digest;
        await from.AttachAsync("team/multi", multi, "sig", "signature of the index");
        await from.AttachAsync("team/multi", child, "sig", "signature of arm64");
        Digest sbom = await from.AttachAsync("team/multi", multi, "sbom", "bill of materials");
        await from.AttachAsync("team/multi", sbom, "sig", "signature of the bill");
        await from.AttachAsync("library/tool", tool, "att", "attested");
        PackageBuildOptions options = Options("a.tar.gz", $"{first.Host}/team/multi:2.0", $"{first.Host}/library/tool:1");

        BuiltPackage built = await BuildAsync(options);
        BuiltPackage again = await BuildAsync(options with { OutputPath = _folder.File("b.tar.gz") });
        List<ImageTransferResult> imported = await RegistrySample.ImportAsync(built.Path, second.Host);

        Assert.Equal(await File.ReadAllBytesAsync(built.Path), await File.ReadAllBytesAsync(again.Path));
        Assert.Equal(["Package.Sound"], await FindingsAsync(built.Path));
        Assert.Equal([$"{first.Host}/library/tool", $"{first.Host}/team/multi"], built.Manifest.Images.Select(image => image.ImageName));
        Assert.Equal(2, imported.Count);
        string[] expected = await from.ContentsAsync("team/multi", "library/tool");
        Assert.Equal(5, expected.Count(line => line.Contains(".sig ", StringComparison.Ordinal) || line.Contains(".sbom ", StringComparison.Ordinal) || line.Contains(".att ", StringComparison.Ordinal)));
        Assert.Equal(expected, await to.ContentsAsync("team/multi", "library/tool"));
        Assert.Equal(
            await from.Client.ListReferrersAsync("team/multi", multi, null, CancellationToken.None).Select(referrer => referrer.Digest).ToArrayAsync(),
            await to.Client.ListReferrersAsync("team/multi", multi, null, CancellationToken.None).Select(referrer => referrer.Digest).ToArrayAsync());
        Assert.DoesNotContain("sha256-", await ReadInnerAsync(built.Path, "manifest.json"), StringComparison.Ordinal);
        Assert.All(await RegistrySample.ImportAsync(built.Path, second.Host), result => Assert.Equal(TransferStatus.AlreadyPresent, result.Status));
    }

    [RequiresPartFact("registry")]
    public async Task A_signature_that_comes_later_arrives_at_an_image_that_is_there_and_spares_the_sites_own()
    {
        await using RealRegistry first = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RealRegistry second = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistrySample from = new(first);
        await using RegistrySample to = new(second);
        await from.PushAsync(_folder);
        PackageBuildOptions options = Options("a.tar.gz", $"{first.Host}/library/tool:1") with { Force = true };
        await RegistrySample.ImportAsync((await BuildAsync(options)).Path, second.Host);
        Digest tool = await from.DigestOfAsync("library/tool", "1");
        Digest signature = await from.AttachAsync("library/tool", tool, "sig", "vendor");

        await RegistrySample.ImportAsync((await BuildAsync(options)).Path, second.Host);
        Digest arrived = await to.DigestOfAsync("library/tool", $"sha256-{tool.Hex}.sig");
        Digest own = await to.AttachAsync("library/tool", tool, "sig", "vendor", "site");
        List<ImageTransferResult> third = await RegistrySample.ImportAsync((await BuildAsync(options)).Path, second.Host);

        Assert.Equal((signature, tool), (arrived, await to.DigestOfAsync("library/tool", "1")));
        Assert.Equal((own, TransferStatus.AlreadyPresent), (await to.DigestOfAsync("library/tool", $"sha256-{tool.Hex}.sig"), Assert.Single(third).Status));
    }

    [RequiresPartFact("registry")]
    public async Task Signatures_stay_behind_where_that_is_asked_for()
    {
        await using RealRegistry first = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistrySample from = new(first);
        await from.PushAsync(_folder);
        Digest signature = await from.AttachAsync("library/tool", await from.DigestOfAsync("library/tool", "1"), "sig", "signed");
        PackageBuildOptions options = Options("a.tar.gz", $"{first.Host}/library/tool:1");

        BuiltPackage bare = await BuildAsync(options with { Pull = options.Pull with { IncludeReferrers = false } });
        BuiltPackage whole = await BuildAsync(options with { OutputPath = _folder.File("b.tar.gz") });

        Assert.Equal((false, true), ((await RegistrySample.BlobsOfAsync(bare.Path)).Contains(signature.Hex), (await RegistrySample.BlobsOfAsync(whole.Path)).Contains(signature.Hex)));
    }

    [RequiresPartTheory("registry")]
    [InlineData("package")]
    [InlineData("lock")]
    [InlineData("registry")]
    public async Task A_delta_has_only_what_its_base_lacks_and_imports_where_that_is(string kind)
    {
        await using RealRegistry first = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RealRegistry site = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RealRegistry bare = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistrySample from = new(first);
        await using RegistrySample to = new(site);
        await from.PushAsync(_folder);
        PackageBuildOptions options = Options("v1.tar.gz", $"{first.Host}/team/multi:2.0");
        BuiltPackage old = await BuildAsync(options);
        await RegistrySample.ImportAsync(old.Path, site.Host);
        string known = kind switch { "package" => old.Path, "registry" => "http://" + site.Host, _ => _folder.File("v1.lock") };
        if (kind == "lock")
        {
            await ImageLockFile.SaveAsync(known, old.Images, CancellationToken.None);
        }

        await from.PushAsync(_folder, "new");
        PackageBuildOptions second = options with { OutputPath = _folder.File("v2.tar.gz") };
        BuiltPackage whole = await BuildAsync(second with { OutputPath = _folder.File("whole.tar.gz") });
        BuiltPackage delta = await BuildAsync(second with { Base = known });

        HashSet<string> added = [.. (await RegistrySample.BlobsOfAsync(whole.Path)).Except(await RegistrySample.BlobsOfAsync(old.Path))];
        HashSet<string> inside = await RegistrySample.BlobsOfAsync(delta.Path);
        Assert.Equal((_folder.File("v2-delta.tar.gz"), true, kind == "lock" ? 4 : 5), (delta.Path, delta.IsDelta, delta.AbsentBlobCount));
        Assert.Empty(added.Except(inside));

        // Anybody can have the empty config; a delta needn't count on it. The lock file names the platforms' blobs, not those of signatures.
        string[] anywhere = kind == "lock" ? [Digest.Compute("signed"u8).Hex, Digest.OfEmptyJson.Hex] : [Digest.OfEmptyJson.Hex];
        Assert.Equal(anywhere.Order(), inside.Except(added).Order());
        Assert.Equal(["Package.Sound"], await FindingsAsync(delta.Path));
        await RegistrySample.ImportAsync(delta.Path, site.Host);
        Assert.Equal(await from.ContentsAsync("team/multi"), await to.ContentsAsync("team/multi"));
        PackageException refusal = await Assert.ThrowsAsync<PackageException>(() => RegistrySample.ImportAsync(delta.Path, bare.Host));
        Assert.Equal("Package.BaseMissing", refusal.ErrorId);
    }

    [RequiresPartFact("registry", "sha256sum")]
    public async Task Parts_that_are_written_while_building_are_read_by_every_reader()
    {
        await using RealRegistry first = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RealRegistry second = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistrySample from = new(first);
        await using RegistrySample to = new(second);
        await from.PushAsync(_folder, noise: 4 * 1024 * 1024);
        PackageBuildOptions options = Options("whole.tar.gz", $"{first.Host}/team/multi:2.0");
        BuiltPackage whole = await BuildAsync(options);

        BuiltPackage split = await BuildAsync(options with { OutputPath = _folder.File("split.tar.gz"), SplitSize = 1024 * 1024 });

        Assert.True(split.Parts.Count > 2, $"{split.Parts.Count} parts");
        Assert.Equal((_folder.File("split.tar.gz.part001"), false), (split.Path, File.Exists(_folder.File("split.tar.gz"))));
        foreach (PackagePart part in split.Parts)
        {
            using Process check = Process.Start(new ProcessStartInfo("sha256sum", ["--status", "-c", Path.GetFileName(part.ChecksumPath)]) { WorkingDirectory = _folder.Path })!;
            await check.WaitForExitAsync();
            Assert.Equal(0, check.ExitCode);
        }

        byte[] joined = [.. split.Parts.SelectMany(part => File.ReadAllBytes(part.Path))];
        Assert.Equal(await File.ReadAllBytesAsync(whole.Path), joined);
        Assert.Equal(["Package.Sound"], await FindingsAsync(split.Path));
        PackageInformation information = await new PackageInspector(new ArchiveOptions()).InspectAsync(split.Path, CancellationToken.None);
        Assert.Equal((split.Parts.Count, joined.LongLength, 1), (information.PartCount, information.Size, information.Images.Count));
        ExpandedFile[] expanded = await new PackageExpander(new PackageExpandOptions { Path = split.Path, Destination = _folder.File("expanded") }).ExpandAsync(null, CancellationToken.None).ToArrayAsync();
        Assert.Contains("images/all-images.tar", expanded.Select(file => file.Name));
        Assert.Empty(await new PackageComparer(new ArchiveOptions()).CompareAsync(whole.Path, split.Path, false, CancellationToken.None).ToListAsync());
        BuiltPackage delta = await BuildAsync(options with { OutputPath = _folder.File("none.tar.gz"), Base = split.Path });
        Assert.Equal(7, delta.AbsentBlobCount);
        await RegistrySample.ImportAsync(split.Path, second.Host);
        Assert.Equal(await from.ContentsAsync("team/multi"), await to.ContentsAsync("team/multi"));
    }

    [RequiresPartFact("docker", "registry")]
    public async Task What_a_Docker_engine_holds_comes_from_there_and_the_rest_from_registries_or_not_at_all()
    {
        await using RealRegistry first = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RegistrySample from = new(first);
        await from.PushAsync(_folder);
        await using RealDockerEngine engine = await RealDockerEngine.StartAsync();
        await engine.RunAsync("load", "-i", Path.Combine(TestFolders.Fixtures, "archives", "hello.tar"));
        string[] names = ["neutree/hello:1.0", $"{first.Host}/team/multi:2.0"];
        PackageBuildOptions options = Options("a.tar.gz", names);
        options = options with { Pull = options.Pull with { Platforms = [Amd64] } };
        Func<PackageBuildOptions, Task<BuiltPackage>> build = wanted => new PackageBuilder(wanted) { OpenEngine = () => new DockerEngine(new DockerEndpoint(engine.Address)) }.BuildAsync(null, CancellationToken.None);

        BuiltPackage both = await build(options with { Origin = ImageOrigins.Choose(fromDocker: true, pullFromRegistry: null, _ => "true") });
        PackageException engineOnly = await Assert.ThrowsAsync<PackageException>(() => build(options with { OutputPath = _folder.File("b.tar.gz"), Origin = ImageOrigins.Choose(fromDocker: false, pullFromRegistry: null, _ => "false") }));

        Assert.Equal(["Package.Sound"], await FindingsAsync(both.Path));
        Assert.Equal([$"{first.Host}/team/multi", "neutree/hello"], both.Manifest.Images.Select(image => image.ImageName));
        Assert.Equal(("Package.ImagesMissing", true), (engineOnly.ErrorId, engineOnly.Message.Contains($"1 of 2 images can't be packed: {names[1]} (the Docker engine at ", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.partial"));
        Assert.False(File.Exists(_folder.File("b.tar.gz")));
    }

    private static async Task<string> ReadInnerAsync(string package, string name)
    {
        await using ArchiveFiles outer = await ArchiveOpener.OpenPathAsync(package, new ArchiveOptions(), CancellationToken.None);
        await using ArchiveFiles inner = await outer.OpenInnerAsync(outer.Find("images/all-images.tar")!, new ArchiveOptions(), CancellationToken.None);
        return Encoding.UTF8.GetString((await inner.ReadAllAsync(inner.Find(name)!, 1024 * 1024, CancellationToken.None)).Span);
    }
}
