using System.Security.Cryptography;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Signing;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Checks;

public sealed class PackageCheckerTests
{
    private const int SmallNoise = 3000;

    private static async Task<List<PackageFinding>> CheckAsync(string path, Func<PackageCheckOptions, PackageCheckOptions>? change = null)
    {
        PackageCheckOptions options = new() { Path = path };
        List<PackageFinding> findings = [];
        await foreach (PackageFinding finding in new PackageChecker(change?.Invoke(options) ?? options).CheckAsync(null, CancellationToken.None))
        {
            findings.Add(finding);
        }

        return findings;
    }

    private static IEnumerable<string> Errors(IEnumerable<PackageFinding> findings) =>
        findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Id).Distinct().Order();

    private static async Task<byte[]> WriteAsync(TemporaryFolder folder, int noise = SmallNoise, Func<PackageWriteOptions, PackageWriteOptions>? change = null)
    {
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder, noise: noise);
        PackageWriteOptions options = sample.Options(folder.File("sample.tar.gz"));
        PackageWriteResult result = await new PackageWriter(change?.Invoke(options) ?? options).WriteAsync(null, CancellationToken.None);
        return File.ReadAllBytes(result.Path);
    }

    private static async Task<SeekableGzipIndex> IndexOfAsync(TemporaryFolder folder, byte[] package)
    {
        await using FileArchiveData file = new(File.OpenHandle(folder.Write("indexed.tar.gz", package)), "indexed.tar.gz");
        return (await SeekableIndexFile.ReadAsync(file, CancellationToken.None))!;
    }

    private static async Task<List<PackageFinding>> CheckBytesAsync(TemporaryFolder folder, ReadOnlyMemory<byte> package) =>
        await CheckAsync(folder.Write("changed.tar.gz", package.Span));

    [Theory]
    [InlineData(SmallNoise)]
    [InlineData(3 * 1024 * 1024)]
    public async Task A_package_as_it_was_written_is_sound(int noise)
    {
        using TemporaryFolder folder = new();
        await WriteAsync(folder, noise);

        List<PackageFinding> findings = await CheckAsync(folder.File("sample.tar.gz"), options => options with { Deep = true, Require = PackageRequirement.Checksums });

        PackageFinding finding = Assert.Single(findings);
        Assert.Equal((FindingSeverity.Information, "Package.Sound"), (finding.Severity, finding.Id));
    }

    [Fact]
    public async Task Every_flipped_bit_is_found_whatever_it_belongs_to()
    {
        using TemporaryFolder folder = new();
        byte[] package = await WriteAsync(folder);
        SeekableGzipIndex index = await IndexOfAsync(folder, package);
        Random random = new(3);
        HashSet<long> bytes = [];
        for (int i = 0; i < index.Members.Count; i++)
        {
            // Header and trailer of each member, and some of what is between.
            long start = index.Members[i].Offset;
            long end = start + index.SizeOf(i);
            long[] framing = [start, start + 3, start + 9, start + 10, start + 11, end - 9, end - 8, end - 1];
            bytes.UnionWith(framing.Append(start + random.NextInt64(end - start)).Append(start + random.NextInt64(end - start)));
        }

        // The index, its framing, and the whole of the end.
        bytes.UnionWith(Enumerable.Range(0, 40).Select(_ => index.End + random.NextInt64(package.Length - index.End)));
        bytes.UnionWith(Enumerable.Range(0, SeekableGzipEnd.Size).Select(i => (long)package.Length - 1 - i));
        List<string> missed = [];
        foreach (long place in bytes)
        {
            int bit = random.Next(8);
            package[place] ^= (byte)(1 << bit);
            if (!Errors(await CheckBytesAsync(folder, package)).Any())
            {
                missed.Add($"{place}.{bit}");
            }

            package[place] ^= (byte)(1 << bit);
        }

        Assert.Equal([], missed);
    }

    [Fact]
    public async Task A_package_cut_off_anywhere_is_not_sound()
    {
        using TemporaryFolder folder = new();
        byte[] package = await WriteAsync(folder);
        SeekableGzipIndex index = await IndexOfAsync(folder, package);
        List<long> missed = [];
        foreach (long length in index.Members.Select(member => member.Offset).Where(offset => offset > 0).Append(index.End)
            .Append(package.Length - SeekableGzipEnd.Size).Append(package.Length - 1).Append(package.Length - 9).Append(package.Length / 2))
        {
            if (!Errors(await CheckBytesAsync(folder, package.AsMemory(0, (int)length))).Any())
            {
                missed.Add(length);
            }
        }

        Assert.Equal([], missed);
    }

    [Fact]
    public async Task Members_in_another_order_are_found()
    {
        using TemporaryFolder folder = new();
        byte[] package = await WriteAsync(folder);
        SeekableGzipIndex index = await IndexOfAsync(folder, package);
        List<int> missed = [];
        for (int i = 0; i + 1 < index.Members.Count; i++)
        {
            int first = (int)index.Members[i].Offset;
            int second = (int)index.Members[i + 1].Offset;
            int end = second + (int)index.SizeOf(i + 1);
            byte[] changed = [.. package[..first], .. package[second..end], .. package[first..second], .. package[end..]];
            if (!Errors(await CheckBytesAsync(folder, changed)).Any())
            {
                missed.Add(i);
            }
        }

        Assert.Equal([], missed);
    }

    [Fact]
    public async Task Bytes_behind_the_end_are_found()
    {
        using TemporaryFolder folder = new();
        byte[] package = await WriteAsync(folder);

        Assert.Equal(["Package.IndexDamaged"], Errors(await CheckBytesAsync(folder, (byte[])[.. package, 0])));
        Assert.Equal(["Package.IndexDamaged"], Errors(await CheckBytesAsync(folder, (byte[])[.. package, .. SeekableGzipEnd.Create(0)])));
    }

    [Fact]
    public async Task A_signature_is_checked_with_the_key_that_is_given_and_only_mentioned_without_one()
    {
        using TemporaryFolder folder = new();
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(folder.File("key.pem"), pair.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(folder.File("public.pem"), pair.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(folder.File("other.pem"), stranger.ExportSubjectPublicKeyInfoPem());
        using PackageSigningKey key = PackageSigningKey.Load(folder.File("key.pem"));
        string right = folder.File("public.pem");
        string wrong = folder.File("other.pem");
        await WriteAsync(folder, change: options => options with { SigningKey = key });
        string path = folder.File("sample.tar.gz");

        Assert.Equal(
            ["Package.SignatureVerified", "Package.Sound"],
            (await CheckAsync(path, options => options with { PublicKeyPath = right, Require = PackageRequirement.Signature })).Select(finding => finding.Id));
        Assert.Equal(["Package.SignatureNotVerified", "Package.Sound"], (await CheckAsync(path)).Select(finding => finding.Id));
        Assert.Equal(["Package.SignatureInvalid"], Errors(await CheckAsync(path, options => options with { PublicKeyPath = wrong })));
        Assert.Equal(["Package.PublicKeyMissing"], Errors(await CheckAsync(path, options => options with { Require = PackageRequirement.Signature })));
    }

    [Fact]
    public async Task A_required_signature_that_is_missing_is_an_error()
    {
        using TemporaryFolder folder = new();
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(folder.File("public.pem"), pair.ExportSubjectPublicKeyInfoPem());
        string key = folder.File("public.pem");
        await WriteAsync(folder);

        Assert.Equal(["Package.SignatureMissing"], Errors(await CheckAsync(folder.File("sample.tar.gz"), options => options with { PublicKeyPath = key })));
    }

    [Fact]
    public async Task A_checksum_file_beside_the_package_is_compared()
    {
        using TemporaryFolder folder = new();
        await WriteAsync(folder);
        string path = folder.File("sample.tar.gz");
        string line = File.ReadAllText(path + ".sha256");
        File.WriteAllText(path + ".sha256", (line[0] == 'a' ? 'b' : 'a') + line[1..]);

        Assert.Equal(["Package.ChecksumFileMismatch"], Errors(await CheckAsync(path)));
    }

    [Theory]
    [InlineData(1, true, "of its 5 parts part001 is missing")]
    [InlineData(3, true, "of its 5 parts part003 is missing")]
    [InlineData(5, true, "of its 5 parts part005 is missing")]
    [InlineData(3, false, "of its 5 parts part003 is missing")]
    [InlineData(5, false, "sample.tar.gz.part005 is missing, and perhaps more behind it: the last one at hand is as long as the others and doesn't end the package")]
    public async Task A_part_that_was_lost_is_the_one_thing_told(int lost, bool keepsChecksum, string why)
    {
        using TemporaryFolder folder = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);
        PackageWriteResult result = await new PackageWriter(sample.Options(folder.File("sample.tar.gz")) with { SplitSize = 1024 * 1024 })
            .WriteAsync(null, CancellationToken.None);
        Assert.Equal(5, result.Parts.Count);
        File.Delete(result.Parts[lost - 1].Path);
        if (!keepsChecksum)
        {
            File.Delete(result.Parts[lost - 1].ChecksumPath);
        }

        PackageFinding finding = Assert.Single(await CheckAsync(folder.File("sample.tar.gz")));
        Assert.Equal(
            (FindingSeverity.Error, "Archive.PartMissing", $"opening {folder.File("sample.tar.gz")} failed: {why}"),
            (finding.Severity, finding.Id, finding.Message));
    }

    [Fact]
    public async Task The_second_of_two_parts_is_missed_as_well()
    {
        using TemporaryFolder folder = new();
        byte[] package = await WriteAsync(folder);
        folder.Write("two.tar.gz.part001", package.AsSpan(0, package.Length / 2));

        Assert.Equal(
            ["two.tar.gz.part002 is missing, and perhaps more behind it: the package is cut off where the last part at hand ends, unless that one was cut off itself"],
            (await CheckAsync(folder.File("two.tar.gz"))).Select(finding => finding.Message[(finding.Message.IndexOf("failed: ", StringComparison.Ordinal) + 8)..]));
    }

    [Fact]
    public async Task Parts_that_were_renamed_into_another_order_are_found()
    {
        using TemporaryFolder folder = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);
        PackageWriteResult result = await new PackageWriter(sample.Options(folder.File("sample.tar.gz")) with { SplitSize = 1024 * 1024 }).WriteAsync(null, CancellationToken.None);
        File.Move(result.Parts[1].Path, folder.File("x"));
        File.Move(result.Parts[2].Path, result.Parts[1].Path);
        File.Move(folder.File("x"), result.Parts[2].Path);

        List<PackageFinding> findings = await CheckAsync(result.Path);

        Assert.Equal(
            ["sample.tar.gz.part002", "sample.tar.gz.part003"],
            findings.Where(finding => finding.Id == "Package.ChecksumFileMismatch").Select(finding => finding.Entry));
        foreach (PackagePart part in result.Parts)
        {
            File.Delete(part.ChecksumPath);
        }

        Assert.NotEmpty(Errors(await CheckAsync(result.Path)));
    }

    [Fact]
    public async Task A_checksum_file_that_says_nothing_of_the_package_is_found()
    {
        using TemporaryFolder folder = new();
        await WriteAsync(folder);
        File.Move(folder.File("sample.tar.gz"), folder.File("renamed.tar.gz"));
        File.Move(folder.File("sample.tar.gz.sha256"), folder.File("renamed.tar.gz.sha256"));

        Assert.Equal(["Package.InvalidChecksum"], Errors(await CheckAsync(folder.File("renamed.tar.gz"))));
    }

    [Fact]
    public async Task A_package_that_was_split_is_checked_from_its_first_part_on()
    {
        using TemporaryFolder folder = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);
        PackageWriteResult result = await new PackageWriter(sample.Options(folder.File("sample.tar.gz")) with { SplitSize = 1024 * 1024 })
            .WriteAsync(null, CancellationToken.None);
        Assert.True(result.Parts.Count > 3);
        Assert.Equal("sample.tar.gz.part001", Path.GetFileName(result.Path));

        Assert.Equal([], Errors(await CheckAsync(result.Path)));
        Assert.Equal([], Errors(await CheckAsync(folder.File("sample.tar.gz"))));
        Assert.Equal("Archive.NotFirstPart", (await Assert.ThrowsAsync<ArchiveException>(() => CheckAsync(result.Parts[1].Path))).ErrorId);
    }
}
