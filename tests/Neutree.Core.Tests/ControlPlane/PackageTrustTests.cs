using System.Text;
using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Signing;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Serving;

namespace Neutree.Core.Tests.ControlPlane;

/// <summary>What a package has to pass before a control plane is installed from it, by either method.</summary>
public sealed class PackageTrustTests : IDisposable
{
    private const string ComposeFile = "neutree-core/docker-compose.yml";
    private const string ChartTemplate = "neutree/templates/secrets.yaml";

    private readonly TemporaryFolder _folder = new();
    private readonly SigningPair _key;
    private readonly RecordingObserver _observer = new();
    private readonly LogLines _log = new();

    public PackageTrustTests() => _key = SigningPair.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_signed_package_is_installed_from_with_the_right_key()
    {
        string package = await WriteAsync();

        await InstallAsync(DeployMethod.Compose, options => options with { OfflinePackage = package, PublicKeyPath = _key.PublicPath, Require = PackageRequirement.Signature, WhatIf = true });

        Assert.Contains("image: \"neutree/neutree-api:v1.2.0\"", _observer.Files[0].Text, StringComparison.Ordinal);
        Assert.Empty(_log.Lines);

        // By Helm all that is before the cluster is asked.
        await Assert.ThrowsAsync<ContactedException>(() => InstallAsync(
            DeployMethod.Helm, options => options with { OfflinePackage = package, PublicKeyPath = _key.PublicPath, Require = PackageRequirement.Signature }));
        Assert.True(File.Exists(_folder.File("work/neutree/Chart.yaml")));
    }

    [Theory]
    [InlineData(DeployMethod.Compose)]
    [InlineData(DeployMethod.Helm)]
    public async Task Without_a_key_a_signed_package_is_reported_as_not_verified_once(DeployMethod method)
    {
        string package = await WriteAsync();

        await Assert.ThrowsAsync<ContactedException>(() => InstallAsync(method, options => options with { OfflinePackage = package, Require = PackageRequirement.Checksums }));

        Assert.Equal(["package.tar.gz is signed; the signature was not verified, because no public key was given"], _log.Lines.Where(line => line.Contains("sign", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(DeployMethod.Compose)]
    [InlineData(DeployMethod.Helm)]
    public async Task What_was_not_signed_with_the_key_is_refused(DeployMethod method)
    {
        string signed = await WriteAsync();
        string unsigned = await WriteAsync("unsigned.tar.gz", isSigned: false);
        string other = SigningPair.Write(_folder, "other").PublicPath;
        string bare = _folder.Write("bare.tar.gz", new ArchiveBuilder().AddFile(ComposeFile, "services: {}\n").AddFile("neutree/Chart.yaml", "name: neutree\n").ToTarGzip());

        await RefusesAsync("Package.SignatureInvalid", method, options => options with { OfflinePackage = signed, PublicKeyPath = other });
        await RefusesAsync("Package.SignatureMissing", method, options => options with { OfflinePackage = unsigned, PublicKeyPath = _key.PublicPath, Require = PackageRequirement.Signature });
        await RefusesAsync("Package.PublicKeyMissing", method, options => options with { OfflinePackage = signed, Require = PackageRequirement.Signature });
        await RefusesAsync("Package.PublicKeyInvalid", method, options => options with { OfflinePackage = signed, PublicKeyPath = _folder.File("absent.pem") });
        await RefusesAsync("Package.ChecksumsMissing", method, options => options with { OfflinePackage = bare, Require = PackageRequirement.Checksums });
        await RefusesAsync("Package.ChecksumsMissing", method, options => options with { OfflinePackage = bare, PublicKeyPath = _key.PublicPath });
        await RefusesAsync("ControlPlane.NothingToVerify", method, options => options with { JwtSecret = "s", Require = PackageRequirement.Checksums });
    }

    [Theory]
    [InlineData(DeployMethod.Compose, ComposeFile)]
    [InlineData(DeployMethod.Compose, "neutree-core/gateway/kong/plugins/neutree-ai-quota/handler.lua")]
    [InlineData(DeployMethod.Compose, "manifest.yaml")]
    [InlineData(DeployMethod.Helm, ChartTemplate)]
    [InlineData(DeployMethod.Helm, "manifest.yaml")]
    public async Task A_file_that_was_changed_after_signing_is_refused(DeployMethod method, string file)
    {
        string package = await WriteAsync();
        TamperedPackage.Flip(package, file, content => content.Length - 1);

        PackageException refusal = await RefusesAsync("Package.SumMismatch", method, options => options with { OfflinePackage = package, PublicKeyPath = _key.PublicPath });

        Assert.StartsWith($"{package} is refused: the sha256 sum of {file} is ", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(refusal.Recommendation);
    }

    [Theory]
    [InlineData(DeployMethod.Compose, "neutree-core/gateway/kong/plugins/neutree-ai-quota/evil.lua", "neutree-core/vmagent/prometheus.yml")]
    [InlineData(DeployMethod.Helm, "neutree/templates/evil.yaml", ChartTemplate)]
    public async Task A_file_that_was_added_or_taken_away_after_signing_is_refused(DeployMethod method, string added, string removed)
    {
        string package = await WriteAsync();
        string less = _folder.File("less.tar.gz");
        File.Copy(package, less);
        TamperedPackage.Write(package, (_, content) => content, (added, "x"));
        TamperedPackage.Write(less, (name, content) => name == removed ? null : content);

        PackageException more = await RefusesAsync("Package.ExtraEntry", method, options => options with { OfflinePackage = package, PublicKeyPath = _key.PublicPath });
        PackageException missing = await RefusesAsync("Package.MissingEntry", method, options => options with { OfflinePackage = less, PublicKeyPath = _key.PublicPath });

        Assert.Contains(added, more.Message, StringComparison.Ordinal);
        Assert.Contains(removed, missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeployMethod.Compose, ComposeFile)]
    [InlineData(DeployMethod.Helm, ChartTemplate)]
    public async Task A_package_that_was_unpacked_is_held_to_its_sums_too(DeployMethod method, string file)
    {
        string package = await WriteAsync();
        string unpacked = _folder.File("unpacked");
        Directory.CreateDirectory(unpacked);
        using (System.IO.Compression.GZipStream plain = new(File.OpenRead(package), System.IO.Compression.CompressionMode.Decompress))
        {
            System.Formats.Tar.TarFile.ExtractToDirectory(plain, unpacked, overwriteFiles: false);
        }

        await Assert.ThrowsAsync<ContactedException>(() => InstallAsync(method, options => options with { OfflinePackage = unpacked, PublicKeyPath = _key.PublicPath }));
        if (method == DeployMethod.Helm)
        {
            Directory.Delete(_folder.File("work"), recursive: true);
        }

        File.AppendAllText(Path.Join(unpacked, file), "# changed\n");

        await RefusesAsync("Package.SumMismatch", method, options => options with { OfflinePackage = unpacked, PublicKeyPath = _key.PublicPath });
    }

    [Fact]
    public async Task The_plugin_that_a_package_brings_is_never_in_its_place_where_it_was_changed()
    {
        string path = await WriteAsync();
        TamperedPackage.Flip(path, "cli-plugins/docker-compose", _ => 20);
        await using CheckedPackage package = await CheckedPackage.OpenAsync(path, _key.PublicPath, PackageRequirement.Signature, new ArchiveOptions(), default);
        CarriedProgram program = new(_folder.File("work"), "neutree-core", "docker-compose");

        PackageException refusal = await Assert.ThrowsAsync<PackageException>(
            () => program.WriteAsync((target, stop) => package.CopyAsync(package.Files.Find("cli-plugins/docker-compose")!, target, stop), default));

        Assert.Equal("Package.SumMismatch", refusal.ErrorId);
        Assert.Null(program.Find());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("work/bin")));
    }

    [Fact]
    public async Task The_engine_gets_no_list_of_images_after_a_layer_that_was_changed()
    {
        string path = await WriteAsync();
        FlipLayer(path);
        await using CheckedPackage package = await CheckedPackage.OpenAsync(path, _key.PublicPath, PackageRequirement.Signature, new ArchiveOptions(), default);
        ImportPackage images = (await package.OpenImagesAsync(default))!;
        ImportItem item = images.Items.Single(item => item.Name!.Repository == "team/multi");
        ImageStream stream = new();
        await stream.AddAsync(item.Source!, item.Image!.Content, item.Name!, Platform.Parse("linux/amd64"), default);
        using MemoryStream loaded = new();

        TransferException refusal = await Assert.ThrowsAsync<TransferException>(() => stream.WriteAsync(loaded, _observer, default));

        Assert.Equal("Transfer.DigestMismatch", refusal.ErrorId);

        // The engine names nothing before it has read the list, which comes last.
        Assert.DoesNotContain("manifest.json", Encoding.ASCII.GetString(loaded.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mirror_gets_no_tag_for_a_layer_that_was_changed()
    {
        string path = await WriteAsync();
        FlipLayer(path);
        await using ServedFolder mirror = await ServedFolder.StartAsync();
        await using CheckedPackage package = await CheckedPackage.OpenAsync(path, _key.PublicPath, PackageRequirement.Signature, new ArchiveOptions(), default);
        ControlPlaneInstallOptions options = new() { OfflinePackage = path, RegistryOptions = new RegistryOptions { PlainHttp = true } };

        TransferException refusal = await Assert.ThrowsAsync<TransferException>(async () => await MirrorPush.RunAsync(
            RegistryPrefix.Parse(mirror.Client.BaseAddress!.Authority, null), await package.OpenImagesAsync(default), options, _observer, _log, default));

        Assert.Equal("Transfer.DigestMismatch", refusal.ErrorId);
        Assert.Null(await mirror.Folder.FindManifestAsync("team/multi", "2.0", default));
    }

    private static void FlipLayer(string package) => TamperedPackage.Flip(
        package, "images/all-images.tar", archive => archive.AsSpan().IndexOf(SampleImage.Create("base", "for amd64").GzipLayers[1].AsSpan(20)));

    private async Task<PackageException> RefusesAsync(string errorId, DeployMethod method, Func<ControlPlaneInstallOptions, ControlPlaneInstallOptions> change)
    {
        NeutreeException refusal = await Assert.ThrowsAnyAsync<NeutreeException>(() => InstallAsync(method, change));
        Assert.Equal(errorId, refusal.ErrorId);
        Assert.False(Directory.Exists(_folder.File("work")));
        return refusal as PackageException ?? new PackageException(refusal.ErrorId, refusal.Kind, refusal.Message);
    }

    private async Task InstallAsync(DeployMethod method, Func<ControlPlaneInstallOptions, ControlPlaneInstallOptions> change)
    {
        ControlPlanePlace place = new() { Method = method, WorkingDirectory = _folder.File("work") };
        IControlPlaneInstaller installer = method == DeployMethod.Compose
            ? new ComposeInstaller(place, _log, () => throw new ContactedException(), new Dictionary<string, string>())
            : new HelmInstaller(place, _log, _ => throw new ContactedException());
        await installer.InstallAsync(change(new ControlPlaneInstallOptions { NodeIP = "10.0.0.5" }), _observer, default);
    }

    /// <summary>A control plane package: chart, compose files, Docker Compose, images.</summary>
    private async Task<string> WriteAsync(string name = "package.tar.gz", bool isSigned = true)
    {
        using TemporaryFolder source = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(source, noise: 20_000);
        string chart = await VendoredSample.WriteChartAsync(source.File("chart"));
        string compose = Path.Join(TestFolders.Fixtures, "controlplane");
        using PackageSigningKey? key = isSigned ? PackageSigningKey.Load(_key.KeyPath) : null;
        PackageWriteOptions options = sample.Options(_folder.File(name)) with
        {
            Manifest = new PackageManifest { Metadata = new PackageMetadata { Version = "v1.2.0" } },
            Files = [.. FilesOf(chart, "neutree/"), .. FilesOf(compose, ""), PackageFileContent.FromBytes("cli-plugins/docker-compose", "#!/bin/sh\necho 2.40.0\n"u8.ToArray())],
            SigningKey = key,
        };
        return (await new PackageWriter(options).WriteAsync(null, default)).Path;
    }

    private static IEnumerable<PackageFileContent> FilesOf(string folder, string prefix) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => PackageFileContent.FromBytes(prefix + Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file)));

    /// <summary>The engine or the cluster was asked.</summary>
    private sealed class ContactedException : Exception;
}
