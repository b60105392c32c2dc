using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Tar;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Fuzzing;

/// <summary>Packages with an index that lies, or an end that points anywhere: an error or the right bytes, and nothing else.</summary>
public sealed class PackageFuzzTests
{
    /// <summary>Opens a package whose last members were replaced, and reads every blob that it names; true where each was what its digest says.</summary>
    private static async Task<bool> ReadsRightlyAsync(TemporaryFolder folder, byte[] package)
    {
        string path = folder.Write("forged.tar.gz", package);
        try
        {
            await using ImportPackage opened = await PackageReader.OpenAsync(path, new ArchiveOptions(), CancellationToken.None);
            foreach (ImportItem item in opened.Items.Where(item => item.Image is not null))
            {
                foreach (StoredManifest manifest in Manifests(item.Image!.Content))
                {
                    foreach (SourceBlob layer in manifest.Layers)
                    {
                        // As an import reads them.
                        Stream stored = await item.Source!.OpenBlobAsync(layer, 0, CancellationToken.None);
                        await using VerifiedBlobStream verified = new(stored, "layer", layer.Digest, layer.Size);
                        using MemoryStream copy = new();
                        await verified.CopyToAsync(copy);
                        if (Digest.Compute(copy.ToArray()) != layer.Digest)
                        {
                            return false;
                        }
                    }
                }
            }
        }
        catch (NeutreeException)
        {
            // A clear error is what a forged file deserves.
        }

        return true;
    }

    private static IEnumerable<StoredManifest> Manifests(SourceContent content) => content switch
    {
        StoredManifest manifest => [manifest],
        StoredIndex index => index.Children.SelectMany(Manifests),
        _ => [],
    };

    private static async Task<(byte[] Package, long IndexOffset, byte[] Json)> WriteAsync(TemporaryFolder folder)
    {
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder, noise: 3000);
        PackageWriteResult result = await new PackageWriter(sample.Options(folder.File("sample.tar.gz"))).WriteAsync(null, CancellationToken.None);
        byte[] package = File.ReadAllBytes(result.Path);
        Assert.True(SeekableGzipEnd.TryRead(package.AsSpan(package.Length - SeekableGzipEnd.Size), out long offset));
        byte[] plain = GzipMemberFormat.ReadStored(package.AsSpan((int)offset, package.Length - (int)offset - SeekableGzipEnd.Size))!;
        int end = plain.AsSpan(512).IndexOf((byte)0);
        return (package, offset, plain[512..(512 + end)]);
    }

    /// <summary>The package with another index in it, whose framing is right.</summary>
    private static byte[] WithIndex(byte[] package, long offset, byte[] json)
    {
        byte[] header = TarHeaderWriter.Create(".neutree/index", json.Length, 0);
        byte[] plain = [.. header, .. json, .. new byte[(512 - (json.Length % 512)) % 512], .. new byte[1024]];
        byte[] member = new byte[GzipMemberFormat.StoredSize(plain.Length)];
        GzipMemberFormat.WriteStored(plain, member);
        return [.. package.AsSpan(0, (int)offset), .. member, .. SeekableGzipEnd.Create(offset)];
    }

    [Fact]
    public async Task An_index_with_any_numbers_leads_to_an_error_or_to_the_right_bytes()
    {
        using TemporaryFolder folder = new();
        (byte[] package, long offset, byte[] json) = await WriteAsync(folder);
        string text = Encoding.UTF8.GetString(json);
        int[] digits = [.. Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i]))];
        Gen<(int Place, char Digit)[]> changes = ArbMap.Default.ArbFor<(PositiveInt, PositiveInt)>().Generator
            .Select(pair => (digits[pair.Item1.Get % digits.Length], (char)('0' + (pair.Item2.Get % 10)))).ArrayOf().Resize(4);
        List<string> wrong = [];
        foreach ((int Place, char Digit)[] change in changes.Sample(150, 4))
        {
            char[] forged = text.ToCharArray();
            foreach ((int place, char digit) in change)
            {
                forged[place] = digit;
            }

            if (!await ReadsRightlyAsync(folder, WithIndex(package, offset, Encoding.UTF8.GetBytes(forged))))
            {
                wrong.Add(new string(forged));
            }
        }

        Assert.Equal([], wrong);
    }

    [Fact]
    public async Task An_index_of_any_text_is_passed_over()
    {
        using TemporaryFolder folder = new();
        (byte[] package, long offset, byte[] json) = await WriteAsync(folder);
        string[] texts =
        [
            "", "{}", "[]", "null", "{\"version\":2,\"length\":0,\"members\":[]}", "{\"version\":1,\"length\":-1,\"members\":[]}",
            "{\"version\":1,\"length\":9223372036854775807,\"members\":[[0,0],[9223372036854775807,9223372036854775806]]}",
            "{\"version\":1,\"length\":5,\"members\":[[0,0,\"xx\"]]}", "{\"version\":1,\"length\":5,\"members\":[[0]]}", "{\"version\":1,\"length\":5,\"members\":[0]}",
            new string('[', 5000), Encoding.UTF8.GetString(json)[..^5],
        ];
        foreach (string text in texts)
        {
            byte[] forged = WithIndex(package, offset, Encoding.UTF8.GetBytes(text));
            await using ImportPackage opened = await PackageReader.OpenAsync(folder.Write("forged.tar.gz", forged), new ArchiveOptions(), CancellationToken.None);
            Assert.All(opened.Items, item => Assert.Null(item.Error));
        }
    }

    [Fact]
    public async Task An_end_that_points_anywhere_is_passed_over()
    {
        using TemporaryFolder folder = new();
        (byte[] package, long offset, _) = await WriteAsync(folder);
        foreach (long place in (long[])[0, 1, offset - 1, offset + 1, package.Length - SeekableGzipEnd.Size, package.Length, long.MaxValue])
        {
            byte[] forged = [.. package.AsSpan(0, package.Length - SeekableGzipEnd.Size), .. SeekableGzipEnd.Create(place)];
            await using ImportPackage opened = await PackageReader.OpenAsync(folder.Write("forged.tar.gz", forged), new ArchiveOptions(), CancellationToken.None);
            Assert.All(opened.Items, item => Assert.Null(item.Error));
        }
    }
}
