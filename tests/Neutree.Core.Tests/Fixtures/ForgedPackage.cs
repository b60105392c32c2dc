using System.Formats.Tar;
using System.IO.Compression;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>
/// A package taken apart and written anew after a change, with sums, framing and index that fit: what someone would make who knows the format but not
/// the signing key.
/// </summary>
internal sealed class ForgedPackage
{
    private const string Archive = "images/all-images.tar";
    private const long UnixSeconds = 1767225600;

    /// <summary>Entries up to <c>checksums.txt</c>, without the image archive.</summary>
    public List<(string Name, byte[] Content)> Entries { get; } = [];

    /// <summary>What is in the image archive.</summary>
    public List<(string Name, byte[] Content)> Images { get; private set; } = [];

    public static ForgedPackage Open(string path)
    {
        ForgedPackage package = new();
        using GZipStream plain = new(File.OpenRead(path), CompressionMode.Decompress);
        foreach ((string name, byte[] content) in Read(plain).TakeWhile(entry => entry.Name != PackageNames.Checksums))
        {
            if (name == Archive)
            {
                package.Images = [.. Read(new MemoryStream(content))];
            }

            if (name != PackageNames.SumsOf(Archive))
            {
                package.Entries.Add((name, content));
            }
        }

        return package;
    }

    public void Replace(string name, Func<string, string> change)
    {
        foreach (List<(string Name, byte[] Content)> entries in (List<(string, byte[])>[])[Entries, Images])
        {
            int place = entries.FindIndex(entry => entry.Name == name);
            if (place >= 0)
            {
                entries[place] = (name, System.Text.Encoding.UTF8.GetBytes(change(System.Text.Encoding.UTF8.GetString(entries[place].Content))));
            }
        }
    }

    public async Task WriteAsync(string path)
    {
        await using FileStream output = File.Create(path);
        await using SeekableGzipWriter gzip = new(output, 2);
        PackageEntryWriter entries = new(gzip, UnixSeconds);
        foreach ((string name, byte[] content) in Entries)
        {
            if (name != Archive)
            {
                await entries.WriteAsync(name, content, CancellationToken.None);
                continue;
            }

            long length = PackageEntryWriter.TarEnd.Length + Images.Sum(image => PackageEntryWriter.SizeOf(image.Name, image.Content.Length, UnixSeconds));
            await entries.BeginArchiveAsync(name, length, CancellationToken.None);
            foreach ((string inner, byte[] bytes) in Images)
            {
                await entries.WriteAsync(inner, bytes, CancellationToken.None);
            }

            byte[] sums = await entries.EndArchiveAsync(name, length, CancellationToken.None);
            await entries.WriteAsync(PackageNames.SumsOf(name), sums, CancellationToken.None);
        }

        await PackageTail.WriteAsync(gzip, entries, null, UnixSeconds, CancellationToken.None);
    }

    private static IEnumerable<(string Name, byte[] Content)> Read(Stream tar)
    {
        using TarReader reader = new(tar);
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using MemoryStream content = new();
            entry.DataStream?.CopyTo(content);
            yield return (entry.Name, content.ToArray());
        }
    }
}
