using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Signing;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Checks;

/// <summary>
/// Damages a small signed package in every way there is of a kind, without a checksum file beside it. With <c>NEUTREE_TEST_EXHAUSTIVE=1</c> that is every bit and
/// every length, which takes most of an hour; with <c>2/8</c> the second of eight shares of them; otherwise one of 211.
/// </summary>
public sealed class ExhaustiveDamageTests : IAsyncLifetime
{
    private static readonly (int Number, int Count) Share = ReadShare(Environment.GetEnvironmentVariable("NEUTREE_TEST_EXHAUSTIVE") ?? "0/211");
    private readonly TemporaryFolder _folder = new();
    private byte[] _package = [];
    private SeekableGzipIndex? _index;

    public async Task InitializeAsync()
    {
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_folder.File("key.pem"), pair.ExportPkcs8PrivateKeyPem());
        using PackageSigningKey key = PackageSigningKey.Load(_folder.File("key.pem"));
        await using SamplePackage sample = await SamplePackage.CreateAsync(_folder, noise: 3000);
        PackageWriteResult result = await new PackageWriter(sample.Options(_folder.File("sample.tar.gz")) with { SigningKey = key }).WriteAsync(null, CancellationToken.None);
        _package = await File.ReadAllBytesAsync(result.Path);
        await using FileArchiveData file = new(File.OpenHandle(result.Path), "sample.tar.gz");
        _index = await SeekableIndexFile.ReadAsync(file, CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private static (int Number, int Count) ReadShare(string text)
    {
        int[] numbers = [.. text.Split('/').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        return numbers.Length == 1 ? (0, 1) : (numbers[0] % numbers[1], numbers[1]);
    }

    private static bool IsInShare(int number) => number % Share.Count == Share.Number;

    private int Members => _index!.Members.Count;

    private byte[] MemberBytes(int number) => _package[(int)_index!.Members[number].Offset..(int)(_index.Members[number].Offset + _index.SizeOf(number))];

    private byte[] Assemble(IEnumerable<int> members) => [.. members.SelectMany(MemberBytes), .. _package[(int)_index!.End..]];

    /// <summary>The cases whose damage no check told.</summary>
    private async Task<IReadOnlyList<string>> MissedAsync<T>(IEnumerable<T> cases, Func<T, byte[]> damage)
        where T : notnull
    {
        ConcurrentBag<string> missed = [];
        await Parallel.ForEachAsync(cases, async (damaged, token) =>
        {
            string path = _folder.Write(Path.GetRandomFileName() + ".tar.gz", damage(damaged));
            if (!await IsRefusedAsync(path, token))
            {
                missed.Add(damaged.ToString()!);
            }

            File.Delete(path);
        });
        return [.. missed.Order(StringComparer.Ordinal).Take(50)];
    }

    private static async Task<bool> IsRefusedAsync(string path, CancellationToken cancellationToken)
    {
        bool isRefused = false;
        try
        {
            await foreach (PackageFinding finding in new PackageChecker(new PackageCheckOptions { Path = path }).CheckAsync(null, cancellationToken))
            {
                isRefused |= finding.Severity == FindingSeverity.Error;
            }
        }
        catch (ArchiveException)
        {
            return true;
        }

        return isRefused;
    }

    [Fact]
    public async Task Every_flipped_bit_is_found()
    {
        Assert.Equal([], await MissedAsync(Enumerable.Range(0, _package.Length * 8).Where(IsInShare), bit =>
        {
            byte[] changed = [.. _package];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            return changed;
        }));
    }

    [Fact]
    public async Task Every_length_that_is_too_short_is_found()
    {
        IEnumerable<int> lengths = Enumerable.Range(1, _package.Length - 1).Where(length => length > _package.Length - 40 || IsInShare(length));
        Assert.Equal([], await MissedAsync(lengths, length => _package[..length]));
    }

    [Fact]
    public async Task Every_byte_that_is_missing_or_there_twice_is_found()
    {
        IEnumerable<int> places = Enumerable.Range(0, _package.Length).Where(IsInShare);
        Assert.Equal([], await MissedAsync(places, place => [.. _package[..place], .. _package[(place + 1)..]]));
        Assert.Equal([], await MissedAsync(places, place => [.. _package[..(place + 1)], .. _package[place..]]));
    }

    [Fact]
    public async Task Every_member_that_is_missing_or_there_twice_is_found()
    {
        IEnumerable<int> members = Enumerable.Range(0, Members);
        Assert.Equal([], await MissedAsync(members, member => Assemble(members.Where(other => other != member))));
        Assert.Equal([], await MissedAsync(members, member => Assemble(members.Append(member).Order())));
    }

    [Fact]
    public async Task Every_two_members_that_are_exchanged_are_found()
    {
        var pairs =
            from first in Enumerable.Range(0, Members)
            from second in Enumerable.Range(first + 1, Members - first - 1)
            where !MemberBytes(first).AsSpan().SequenceEqual(MemberBytes(second))
            select (First: first, Second: second);
        Assert.Equal([], await MissedAsync(pairs, pair => Assemble(Enumerable.Range(0, Members).Select(number =>
            number == pair.First ? pair.Second : number == pair.Second ? pair.First : number))));
    }

    [Fact]
    public async Task Every_member_that_belongs_to_another_package_is_found()
    {
        using TemporaryFolder folder = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder, noise: 3002);
        PackageWriteResult other = await new PackageWriter(sample.Options(folder.File("other.tar.gz"))).WriteAsync(null, CancellationToken.None);
        byte[] strange = await File.ReadAllBytesAsync(other.Path);
        await using FileArchiveData file = new(File.OpenHandle(other.Path), "other.tar.gz");
        SeekableGzipIndex index = (await SeekableIndexFile.ReadAsync(file, CancellationToken.None))!;
        byte[] Strange(int number) => strange[(int)index.Members[number].Offset..(int)(index.Members[number].Offset + index.SizeOf(number))];

        IEnumerable<int> differing = Enumerable.Range(0, Math.Min(Members, index.Members.Count)).Where(number => !Strange(number).AsSpan().SequenceEqual(MemberBytes(number)));
        Assert.Equal([], await MissedAsync(differing, member =>
            [.. Enumerable.Range(0, Members).SelectMany(number => number == member ? Strange(number) : MemberBytes(number)), .. _package[(int)_index!.End..]]));
    }

    [Fact]
    public async Task Whatever_stands_behind_the_end_is_found()
    {
        byte[][] tails = [[0], [0x1f], .. Enumerable.Range(1, 40).Select(count => new byte[count]), _package[^SeekableGzipEnd.Size..], _package[(int)_index!.End..], _package];
        Assert.Equal([], await MissedAsync(Enumerable.Range(0, tails.Length), number => [.. _package, .. tails[number]]));
    }
}
