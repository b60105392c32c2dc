using System.Formats.Tar;
using System.IO.Compression;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>A package after a change by someone who has neither the signing key nor the wish to be found out by the gzip's or tar's own checksums.</summary>
internal static class TamperedPackage
{
    private const string Index = ".neutree/index";

    /// <summary>Packs a package anew with other files; its lists of sums and its signature stay as they are.</summary>
    /// <param name="path">The package; replaced. The checksum file beside it goes.</param>
    /// <param name="change">The content of a file by its name and content; null: it goes.</param>
    /// <param name="added">Files in front of the others.</param>
    public static void Write(string path, Func<string, byte[], byte[]?> change, params (string Name, string Content)[] added)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.Fastest, leaveOpen: true))
        using (TarWriter writer = new(gzip))
        using (GZipStream plain = new(File.OpenRead(path), CompressionMode.Decompress))
        using (TarReader reader = new(plain))
        {
            foreach ((string name, string content) in added)
            {
                Add(writer, name, System.Text.Encoding.UTF8.GetBytes(content));
            }

            while (reader.GetNextEntry() is { } entry)
            {
                using MemoryStream content = new();
                entry.DataStream?.CopyTo(content);
                if (entry.Name != Index && change(entry.Name, content.ToArray()) is { } changed)
                {
                    Add(writer, entry.Name, changed);
                }
            }
        }

        File.WriteAllBytes(path, output.ToArray());
        File.Delete(path + ".sha256");
    }

    /// <summary>Changes one byte of one file.</summary>
    public static void Flip(string path, string file, Func<byte[], int> place) => Write(path, (name, content) =>
    {
        if (name == file)
        {
            content[place(content)] ^= 1;
        }

        return content;
    });

    private static void Add(TarWriter writer, string name, byte[] content) =>
        writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });
}
