using Neutree.Core.Oci;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Checks;

/// <summary>Packages whose sums all fit and that still aren't what they say.</summary>
public sealed class ForgedPackageTests
{
    private static async Task<IReadOnlyList<string>> ErrorsAfterAsync(Action<ForgedPackage> change)
    {
        using TemporaryFolder folder = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder, noise: 3000);
        PackageWriteResult result = await new PackageWriter(sample.Options(folder.File("sample.tar.gz"))).WriteAsync(null, CancellationToken.None);
        ForgedPackage package = ForgedPackage.Open(result.Path);
        change(package);
        await package.WriteAsync(folder.File("forged.tar.gz"));
        HashSet<string> errors = [];
        await foreach (PackageFinding finding in new PackageChecker(new PackageCheckOptions { Path = folder.File("forged.tar.gz"), Deep = true }).CheckAsync(null, CancellationToken.None))
        {
            if (finding.Severity == FindingSeverity.Error)
            {
                errors.Add(finding.Id);
            }
        }

        return [.. errors.Order()];
    }

    [Fact]
    public async Task A_package_written_anew_without_a_change_is_sound() => Assert.Equal([], await ErrorsAfterAsync(_ => { }));

    [Fact]
    public async Task A_blob_that_belongs_to_no_image_is_found() => Assert.Equal(
        ["Package.ExtraEntry"], await ErrorsAfterAsync(package => package.Images.Add((ArchiveBuilder.BlobName(Digest.Compute("extra"u8)), "extra"u8.ToArray()))));

    [Fact]
    public async Task A_blob_under_another_digest_s_name_is_found() => Assert.Contains(
        "Package.DigestMismatch", await ErrorsAfterAsync(package => package.Images.Add((ArchiveBuilder.BlobName(Digest.Compute("extra"u8)), "other"u8.ToArray()))));

    [Fact]
    public async Task A_layer_that_is_missing_is_found() => Assert.Contains(
        "Package.BlobMissing",
        await ErrorsAfterAsync(package => package.Images.RemoveAll(image => image.Name == ArchiveBuilder.BlobName(Digest.Compute(SampleImage.Create("base").GzipLayers[0])))));

    [Fact]
    public async Task A_manifest_that_names_an_image_that_is_not_inside_is_found() => Assert.Equal(
        ["Package.ImageNotInFile", "Package.UnlistedImage"],
        await ErrorsAfterAsync(package => package.Replace("manifest.yaml", text => text.Replace("\"2.0\"", "\"3.0\"", StringComparison.Ordinal))));

    [Fact]
    public async Task A_platform_that_an_image_does_not_have_is_found() => Assert.Equal(
        ["Package.ManifestMismatch"],
        await ErrorsAfterAsync(package => package.Replace("manifest.yaml", text => text.Replace("linux/arm64", "linux/s390x", StringComparison.Ordinal))));

    [Fact]
    public async Task Docker_s_list_that_leads_elsewhere_is_found() => Assert.Contains(
        "Package.DockerListMismatch",
        await ErrorsAfterAsync(package => package.Replace("manifest.json", text => text.Replace("team/multi:2.0", "team/multi:1.0", StringComparison.Ordinal))));

    [Fact]
    public async Task A_delta_that_brings_what_it_declares_absent_is_found() => Assert.Equal(
        ["Package.AbsenceWrong", "Package.DockerListMismatch"],
        await ErrorsAfterAsync(package => package.Replace(
            "manifest.yaml",
            text => $"{text}delta:\n  base: \"x\"\n  absent_blobs:\n  - digest: \"{Digest.Compute(SampleImage.Create("base").GzipLayers[0])}\"\n    size: 1\n    image_name: \"x\"\n")));

    [Theory]
    [InlineData("images: [}")]
    [InlineData("images: [a\u0001b")]
    [InlineData("images: [\"a\u0000")]
    [InlineData("a: &a [1]\n? *a\n: x\n")]
    [InlineData("? {a: b}\n: x\n")]
    [InlineData("? [[[a]]]\n: x\n")]
    public async Task A_malformed_manifest_is_found(string manifest) => Assert.Equal(
        ["Package.InvalidManifest"], await ErrorsAfterAsync(package => package.Replace("manifest.yaml", _ => manifest)));

    [Fact]
    public async Task A_manifest_that_grows_without_end_is_refused_at_once()
    {
        // Nine lists of nine aliases each: 387 million texts, as a key too.
        string bomb = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 8).Select(i => $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 9))}]\n"));
        string engines = bomb + "engines:\n- name: e\n  engine_versions:\n  - version: v1\n    values_schema: *l8\n";

        Assert.Equal(["Package.InvalidManifest"], await ErrorsAfterAsync(package => package.Replace("manifest.yaml", _ => engines)));
        Assert.Equal(["Package.InvalidManifest"], await ErrorsAfterAsync(package => package.Replace("manifest.yaml", _ => bomb + "? *l8\n: x\n")));
        Assert.Equal(["Package.InvalidManifest"], await ErrorsAfterAsync(package => package.Replace("manifest.yaml", _ => new string('[', 100_000))));
    }
}
