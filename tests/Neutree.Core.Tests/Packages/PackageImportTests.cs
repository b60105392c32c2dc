using System.Security.Cryptography;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Signing;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages;

/// <summary>Packages of this project on their way into a registry: what they have to pass, and that they arrive.</summary>
public sealed class PackageImportTests
{
    private static async Task<List<ImageTransferResult>> ImportAsync(
        TemporaryFolder folder, string path, Func<ImageImportOptions, ImageImportOptions>? change = null, LogLines? log = null)
    {
        ImageImportOptions options = new() { Path = path, DataFolder = folder.File("registry") };
        List<ImageTransferResult> results = [];
        await foreach (ImageTransferResult result in new ImageImporter(change?.Invoke(options) ?? options, log).ImportAsync(null, CancellationToken.None))
        {
            results.Add(result);
        }

        return results;
    }

    private static async Task<PackageWriteResult> WriteAsync(
        TemporaryFolder folder, string name, string? extraLayer = null, Func<PackageWriteOptions, PackageWriteOptions>? change = null)
    {
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder, extraLayer, noise: 20_000);
        PackageWriteOptions options = sample.Options(folder.File(name));
        return await new PackageWriter(change?.Invoke(options) ?? options).WriteAsync(null, CancellationToken.None);
    }

    private static async Task<bool> HasManifestAsync(TemporaryFolder folder, string repository, string reference)
    {
        await using RegistryFolder registry = await RegistryFolder.OpenAsync(folder.File("registry"), CancellationToken.None);
        return await registry.FindManifestAsync(repository, reference, CancellationToken.None) is not null;
    }

    private static string WriteKeys(TemporaryFolder folder)
    {
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(folder.File("key.pem"), pair.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(folder.File("public.pem"), pair.ExportSubjectPublicKeyInfoPem());
        return folder.File("public.pem");
    }

    private static PackageWriteOptions Signed(TemporaryFolder folder, PackageWriteOptions options) =>
        options with { SigningKey = PackageSigningKey.Load(folder.File("key.pem")) };

    [Fact]
    public async Task Images_arrive_with_their_digests_and_what_refers_to_them()
    {
        using TemporaryFolder folder = new();
        PackageWriteResult package = await WriteAsync(folder, "sample.tar.gz");

        List<ImageTransferResult> results = await ImportAsync(folder, package.Path);

        Assert.Equal([TransferStatus.Copied, TransferStatus.Copied], results.Select(result => result.Status));
        Assert.Equal(package.Manifest.Images[0].Digest, results.Single(result => result.Source.Contains("multi", StringComparison.Ordinal)).Digest.ToString());
        Assert.True(await HasManifestAsync(folder, "team/multi", "2.0"));
        await using RegistryFolder registry = await RegistryFolder.OpenAsync(folder.File("registry"), CancellationToken.None);
        Assert.Equal([Digest.Compute("signed"u8)], await SignedLayersAsync(registry, package));
    }

    private static async Task<IReadOnlyList<Digest>> SignedLayersAsync(RegistryFolder registry, PackageWriteResult package)
    {
        await using ImageArchive archive = await ImageArchive.OpenAsync(package.Path, new ArchiveOptions(), CancellationToken.None);
        StoredIndex index = (await archive.GetImagesAsync(CancellationToken.None)).Select(image => image.Content).OfType<StoredIndex>().Single();
        ManifestContent? referrer = await registry.FindManifestAsync("team/multi", Assert.Single(index.Referrers).Digest.ToString(), CancellationToken.None);
        return [.. Manifest.Parse(referrer!.Content, referrer.MediaType).Layers.Select(layer => layer.Digest)];
    }

    [Fact]
    public async Task A_delta_carries_only_new_blobs_and_is_imported_where_its_base_is()
    {
        using TemporaryFolder folder = new();
        PackageWriteResult first = await WriteAsync(folder, "v1.tar.gz");
        ImageDeltaBase known = await ImageDeltaBase.FromPackageAsync(first.Path, new ArchiveOptions(), CancellationToken.None);

        PackageWriteResult delta = await WriteAsync(folder, "v2.tar.gz", "a new layer", options => options with { Base = known, Images = options.Images.Take(1).ToList() });

        Assert.Equal("v2-delta.tar.gz", Path.GetFileName(delta.Path));
        Assert.Equal("v1.tar.gz", delta.Manifest.Delta!.Base);
        Assert.Equal(["registry.example.com/team/multi"], delta.Manifest.Delta.AbsentBlobs.Select(blob => blob.ImageName).Distinct());
        Assert.True(delta.BlobBytes < 10_000, $"{delta.BlobBytes} bytes of blobs");
        Assert.Equal([], await ErrorsAsync(delta.Path));
        PackageException refusal = await Assert.ThrowsAsync<PackageException>(() => ImportAsync(folder, delta.Path));
        Assert.Equal("Package.BaseMissing", refusal.ErrorId);
        await ImportAsync(folder, first.Path);

        ImageTransferResult result = Assert.Single(await ImportAsync(folder, delta.Path));

        Assert.Equal((TransferStatus.Copied, delta.Manifest.Images[0].Digest), (result.Status, result.Digest.ToString()));
        Assert.True(result.BytesSent < 10_000, $"{result.BytesSent} bytes sent");
    }

    [Fact]
    public async Task A_signed_package_is_imported_with_the_right_key_and_refused_with_another()
    {
        using TemporaryFolder folder = new();
        string key = WriteKeys(folder);
        PackageWriteResult package = await WriteAsync(folder, "sample.tar.gz", change: options => Signed(folder, options));
        File.WriteAllText(folder.File("other.pem"), OtherKey());

        PackageException refusal = await Assert.ThrowsAsync<PackageException>(
            () => ImportAsync(folder, package.Path, options => options with { PublicKeyPath = folder.File("other.pem") }));
        Assert.Equal("Package.SignatureInvalid", refusal.ErrorId);
        Assert.False(Directory.Exists(folder.File("registry")));

        List<ImageTransferResult> results = await ImportAsync(
            folder, package.Path, options => options with { PublicKeyPath = key, Require = PackageRequirement.Signature });
        Assert.All(results, result => Assert.Equal(TransferStatus.Copied, result.Status));
    }

    [Fact]
    public async Task Without_a_key_a_signed_package_is_reported_as_not_verified()
    {
        using TemporaryFolder folder = new();
        WriteKeys(folder);
        PackageWriteResult package = await WriteAsync(folder, "sample.tar.gz", change: options => Signed(folder, options));
        LogLines log = new();

        await ImportAsync(folder, package.Path, log: log);

        Assert.Contains("sample.tar.gz is signed; the signature was not verified, because no public key was given", log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PackageRequirement.Checksums, "Package.ChecksumsMissing")]
    [InlineData(PackageRequirement.Signature, "Package.PublicKeyMissing")]
    public async Task What_is_required_and_missing_is_refused(PackageRequirement require, string errorId)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("saved.tar", ArchiveBuilder.CreateDockerSave((SampleImage.Create("x"), ["x:1"])).ToTar());

        Assert.Equal(errorId, (await Assert.ThrowsAsync<PackageException>(() => ImportAsync(folder, path, options => options with { Require = require }))).ErrorId);
    }

    [Fact]
    public async Task A_package_that_is_not_what_the_checksum_file_beside_it_says_is_refused()
    {
        using TemporaryFolder folder = new();
        PackageWriteResult package = await WriteAsync(folder, "sample.tar.gz");
        File.WriteAllText(package.Path + ".sha256", $"{new string('0', 64)}  sample.tar.gz\n");

        Assert.Equal("Package.ChecksumFileMismatch", (await Assert.ThrowsAsync<PackageException>(() => ImportAsync(folder, package.Path))).ErrorId);
    }

    [Fact]
    public async Task No_tag_is_written_over_a_blob_that_was_changed()
    {
        using TemporaryFolder folder = new();
        PackageWriteResult package = await WriteAsync(folder, "sample.tar.gz");
        byte[] bytes = File.ReadAllBytes(package.Path);
        File.Delete(package.Path + ".sha256");
        byte[] layer = SampleImage.Create("base", "for amd64").GzipLayers[1];
        int place = bytes.AsSpan().IndexOf(layer.AsSpan(20));
        Assert.True(place > 0);
        bytes[place] ^= 1;
        File.WriteAllBytes(package.Path, bytes);

        List<ImageTransferResult> results = await ImportAsync(folder, package.Path);

        Assert.Equal(TransferStatus.Failed, results.Single(result => result.Source.Contains("multi", StringComparison.Ordinal)).Status);
        Assert.False(await HasManifestAsync(folder, "team/multi", "2.0"));
        Assert.True(await HasManifestAsync(folder, "library/tool", "1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_finished_package_is_signed_and_signed_anew(bool split)
    {
        using TemporaryFolder folder = new();
        string key = WriteKeys(folder);
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);
        PackageWriteResult package = await new PackageWriter(sample.Options(folder.File("sample.tar.gz")) with { SplitSize = split ? 2 * 1024 * 1024 : null })
            .WriteAsync(null, CancellationToken.None);
        using PackageSigningKey signingKey = PackageSigningKey.Load(folder.File("key.pem"));
        PackageSigner signer = new(new PackageSignOptions { Path = package.Path, SigningKey = signingKey });

        PackageSignResult first = await signer.SignAsync(null, CancellationToken.None);
        PackageSignResult second = await signer.SignAsync(null, CancellationToken.None);

        Assert.Equal((false, true), (first.WasSigned, second.WasSigned));
        Assert.Equal(package.Parts.Select(part => part.Path), second.Parts.Select(part => part.Path));
        Assert.Equal([], await ErrorsAsync(second.Path, options => options with { PublicKeyPath = key, Require = PackageRequirement.Signature }));
    }

    private static async Task<IEnumerable<string>> ErrorsAsync(string path, Func<PackageCheckOptions, PackageCheckOptions>? change = null)
    {
        PackageCheckOptions options = new() { Path = path };
        List<string> errors = [];
        await foreach (PackageFinding finding in new PackageChecker(change?.Invoke(options) ?? options).CheckAsync(null, CancellationToken.None))
        {
            if (finding.Severity == FindingSeverity.Error)
            {
                errors.Add($"{finding.Id} {finding.Entry}: {finding.Message}");
            }
        }

        return errors;
    }

    private static string OtherKey()
    {
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return pair.ExportSubjectPublicKeyInfoPem();
    }
}
