using System.Diagnostics;
using System.Security;
using System.Security.Cryptography;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Signing;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Registries;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Packages;

/// <summary>Packages in the hands of real registries, tar, sha256sum, openssl and a Docker engine.</summary>
public sealed class RealPackageTests
{
    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}{await output}");
        return await output;
    }

    private static async Task<List<ImageTransferResult>> ImportAsync(string path, string registry)
    {
        ImageImportOptions options = new() { Path = path, Registry = "http://" + registry };
        List<ImageTransferResult> results = [];
        await foreach (ImageTransferResult result in new ImageImporter(options).ImportAsync(null, CancellationToken.None))
        {
            results.Add(result);
        }

        Assert.Equal([], results.Select(result => result.Error?.Message).OfType<string>());
        return results;
    }

    private static RegistryClient Client(string registry) => new(registry, new RegistryOptions { PlainHttp = true });

    private static async Task<string[]> ReferrersAsync(RegistryClient client, Digest subject) =>
        [.. (await client.ListReferrersAsync("team/multi", subject, null, CancellationToken.None).ToListAsync()).Select(referrer => referrer.Digest.ToString()).Order()];

    [RequiresPartFact("registry")]
    public async Task What_goes_from_one_registry_into_another_in_a_package_keeps_its_bytes()
    {
        using TemporaryFolder folder = new();
        await using RealRegistry first = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RealRegistry second = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);
        PackageWriteResult seed = await new PackageWriter(sample.Options(folder.File("seed.tar.gz"))).WriteAsync(null, CancellationToken.None);
        await ImportAsync(seed.Path, first.Host);
        ImageReference multi = ImageReference.Parse($"{first.Host}/team/multi:2.0");
        ImageReference tool = ImageReference.Parse($"{first.Host}/library/tool:1");
        await using RegistryClient from = Client(first.Host);
        await using RegistryImageSource source = new(from, [multi, tool], includeReferrers: true, ownsClient: false);
        IReadOnlyList<SourceImage> images = await source.GetImagesAsync(CancellationToken.None);

        PackageWriteResult package = await new PackageWriter(new PackageWriteOptions
        {
            OutputPath = folder.File("package.tar.gz"),
            Manifest = SamplePackage.Manifest,
            Images = [.. images.Select(image => new PackageImageContent { Source = source, Image = image, Names = [.. image.Names.Select(ImageReference.Parse)] })],
        }).WriteAsync(null, CancellationToken.None);
        List<PackageFinding> findings = await new PackageChecker(new PackageCheckOptions { Path = package.Path, Deep = true }).CheckAsync(null, CancellationToken.None).ToListAsync();
        await ImportAsync(package.Path, second.Host);

        Assert.Equal(["Package.Sound"], findings.Select(finding => finding.Id));
        await using RegistryClient to = Client(second.Host);
        foreach ((string repository, string tag) in new[] { ("team/multi", "2.0"), ("library/tool", "1") })
        {
            ManifestContent? expected = await from.FindManifestAsync(repository, tag, CancellationToken.None);
            ManifestContent? actual = await to.FindManifestAsync(repository, tag, CancellationToken.None);
            Assert.Equal((expected!.Digest, expected.MediaType), (actual!.Digest, actual.MediaType));
            Assert.Equal(expected.Content.ToArray(), actual.Content.ToArray());
        }

        Digest index = (await from.FindManifestAsync("team/multi", "2.0", CancellationToken.None))!.Digest;
        string[] referrers = await ReferrersAsync(from, index);
        Assert.Single(referrers);
        Assert.Equal(referrers, await ReferrersAsync(to, index));
    }

    [RequiresPartFact("registry")]
    public async Task A_delta_goes_into_a_registry_that_has_its_base_and_into_no_other()
    {
        using TemporaryFolder folder = new();
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using SamplePackage first = await SamplePackage.CreateAsync(folder);
        await using SamplePackage second = await SamplePackage.CreateAsync(folder, "new");
        PackageWriteResult whole = await new PackageWriter(first.Options(folder.File("v1.tar.gz"))).WriteAsync(null, CancellationToken.None);
        await ImportAsync(whole.Path, registry.Host);
        await using RegistryDeltaBase known = new("http://" + registry.Host, new RegistryOptions());

        PackageWriteResult delta = await new PackageWriter(second.Options(folder.File("v2.tar.gz")) with
        {
            Base = known,
            Images = [second.Images[0]],
        }).WriteAsync(null, CancellationToken.None);

        Assert.Contains("delta", Path.GetFileName(delta.Path), StringComparison.Ordinal);
        Assert.True(delta.AbsentBlobCount >= 3 && delta.BlobBytes < 20_000, $"{delta.AbsentBlobCount} absent, {delta.BlobBytes} bytes");
        Assert.Equal(delta.Manifest.Images[0].Digest, Assert.Single(await ImportAsync(delta.Path, registry.Host)).Digest.ToString());
        await using RealRegistry other = await RealRegistry.StartAsync(RegistryMode.Plain);
        PackageException refusal = await Assert.ThrowsAsync<PackageException>(() => ImportAsync(delta.Path, other.Host));
        Assert.Equal("Package.BaseMissing", refusal.ErrorId);
    }

    [RequiresPartFact("registry")]
    public async Task A_delta_of_an_image_with_another_name_is_mounted_or_else_fetched_from_where_its_base_is()
    {
        using TemporaryFolder folder = new();
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using FaultyProxy proxy = FaultyProxy.StartWithoutMounts(registry.Host);
        await using SamplePackage first = await SamplePackage.CreateAsync(folder);
        await using SamplePackage second = await SamplePackage.CreateAsync(folder, "new");
        PackageWriteResult whole = await new PackageWriter(first.Options(folder.File("v1.tar.gz"))).WriteAsync(null, CancellationToken.None);
        await ImportAsync(whole.Path, registry.Host);
        foreach ((string host, string name) in new[] { (registry.Host, "mounted"), (proxy.Host, "fetched") })
        {
            ImageDeltaBase known = await ImageDeltaBase.FromPackageAsync(whole.Path, new ArchiveOptions(), CancellationToken.None);
            PackageWriteResult delta = await new PackageWriter(second.Options(folder.File(name + ".tar.gz")) with
            {
                Base = known,
                Images = [new PackageImageContent { Source = second.Images[0].Source, Image = second.Images[0].Image, Names = [ImageReference.Parse($"registry.example.com/team/{name}:2.0")] }],
            }).WriteAsync(null, CancellationToken.None);
            Assert.True(delta.AbsentBlobCount >= 3, $"{delta.AbsentBlobCount} absent");

            Assert.Equal(delta.Manifest.Images[0].Digest, Assert.Single(await ImportAsync(delta.Path, host)).Digest.ToString());
            await using RegistryClient client = Client(registry.Host);
            Assert.All(delta.Manifest.Delta!.AbsentBlobs, blob => Assert.NotNull(client.FindBlobAsync("team/" + name, blob.Digest, CancellationToken.None).GetAwaiter().GetResult()));
        }

        Assert.True(proxy.HiddenMounts >= 3, $"{proxy.HiddenMounts} mounts");
    }

    [RequiresPartFact("tar", "sha256sum", "openssl")]
    public async Task Tar_sha256sum_and_openssl_take_what_is_written()
    {
        using TemporaryFolder folder = new();
        await RunAsync(folder.Path, "openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem");
        await RunAsync(folder.Path, "openssl", "pkcs8", "-topk8", "-in", "key.pem", "-out", "encrypted.pem", "-passout", "pass:päss word");
        await RunAsync(folder.Path, "openssl", "ec", "-in", "key.pem", "-pubout", "-out", "public.pem");
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);
        using SecureString password = new();
        foreach (char c in "päss word")
        {
            password.AppendChar(c);
        }

        using PackageSigningKey key = PackageSigningKey.Load(folder.File("encrypted.pem"), password);
        await new PackageWriter(sample.Options(folder.File("sample.tar.gz")) with { SigningKey = key }).WriteAsync(null, CancellationToken.None);
        string unpacked = Directory.CreateDirectory(folder.File("unpacked")).FullName;

        await RunAsync(folder.Path, "sha256sum", "-c", "sample.tar.gz.sha256");
        await RunAsync(folder.Path, "gzip", "-t", "sample.tar.gz");
        await RunAsync(unpacked, "tar", "xzf", "../sample.tar.gz");
        await RunAsync(unpacked, "sha256sum", "-c", "checksums.txt");
        string verified = await RunAsync(unpacked, "openssl", "dgst", "-sha256", "-verify", "../public.pem", "-signature", "checksums.txt.sig", "checksums.txt");
        string inner = Directory.CreateDirectory(folder.File("inner")).FullName;
        await RunAsync(inner, "tar", "xf", "../unpacked/images/all-images.tar");
        await RunAsync(inner, "sha256sum", "-c", "../unpacked/images/all-images.sums");

        Assert.Equal("Verified OK\n", verified);
        Assert.Equal([], (await new PackageChecker(new PackageCheckOptions { Path = unpacked, PublicKeyPath = folder.File("public.pem") })
            .CheckAsync(null, CancellationToken.None).ToListAsync()).Where(finding => finding.Severity == FindingSeverity.Error));
    }

    [RequiresPartFact("docker")]
    public async Task A_Docker_engine_loads_the_image_archive()
    {
        using TemporaryFolder folder = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);
        PackageWriteResult package = await new PackageWriter(sample.Options(folder.File("sample.tar.gz"))).WriteAsync(null, CancellationToken.None);
        await RunAsync(folder.Path, "tar", "xzf", "sample.tar.gz");
        await using RealDockerEngine engine = await RealDockerEngine.StartAsync();

        await engine.RunAsync("load", "-i", folder.File("images/all-images.tar"));

        string[] loaded = (await engine.RunAsync("images", "--format", "{{.Repository}}:{{.Tag}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([SamplePackage.MultiName, SamplePackage.ToolName], loaded.Order());
        Assert.Equal(
            sample.Images[1].Image.Content.Digest.ToString(), (await engine.RunAsync("images", "--no-trunc", "--quiet", SamplePackage.ToolName)).Trim());
        Assert.Equal(package.Manifest.Images[1].Digest, sample.Images[1].Image.Content.Digest.ToString());
    }
}
