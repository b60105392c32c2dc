using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Neutree.Conformance.Registries;

/// <summary>
/// An archive or package as skopeo has to be told of it: plain tars, image by image, with the names that stand inside. It is read here
/// with other code than the toolkit's own.
/// </summary>
/// <param name="File">What is imported.</param>
/// <param name="Images">What skopeo copies: its source, and the names it gets.</param>
/// <param name="HasUnnamed">Whether one of them has no name inside and got the one for it.</param>
internal sealed record ParityArchive(string File, IReadOnlyList<(string Source, IReadOnlyList<string> Names)> Images, bool HasUnnamed)
{
    private const string RefName = "org.opencontainers.image.ref.name";

    /// <param name="file">An archive, or a package with one archive in it.</param>
    /// <param name="folder">An empty folder for what has to be unpacked for skopeo.</param>
    /// <param name="nameOfUnnamed">The name an image gets that has none.</param>
    public static ParityArchive Read(string file, string folder, string nameOfUnnamed)
    {
        string plain = file;
        if (file.EndsWith(".gz", StringComparison.Ordinal))
        {
            plain = Path.Join(folder, "plain.tar");
            using FileStream target = System.IO.File.Create(plain);
            using GZipStream gzip = new(System.IO.File.OpenRead(file), CompressionMode.Decompress);
            gzip.CopyTo(target);
        }

        if (FindInner(plain, Path.Join(folder, "inner.tar")) is { } inner)
        {
            plain = inner;
        }

        IReadOnlyList<(string Source, IReadOnlyList<string> Names)> images = ReadEntry(plain, "manifest.json") is { } manifest
            ? [.. manifest.EnumerateArray().Select((image, index) => ($"docker-archive:{plain}:@{index}", Names(image.GetProperty("RepoTags"))))]
            : [.. ReadEntry(plain, "index.json")!.Value.GetProperty("manifests").EnumerateArray().Select(entry => ($"oci-archive:{plain}", RefNames(entry)))];
        return new ParityArchive(
            file,
            [.. images.Select(image => (image.Source, image.Names.Count == 0 ? [nameOfUnnamed] : image.Names))],
            images.Any(image => image.Names.Count == 0));
    }

    private static IReadOnlyList<string> Names(JsonElement tags) =>
        tags.ValueKind == JsonValueKind.Array ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [];

    private static IReadOnlyList<string> RefNames(JsonElement entry) =>
        entry.TryGetProperty("annotations", out JsonElement annotations) && annotations.TryGetProperty(RefName, out JsonElement name) ? [name.GetString()!] : [];

    private static JsonElement? ReadEntry(string tar, string name)
    {
        using TarReader reader = new(System.IO.File.OpenRead(tar));
        while (reader.GetNextEntry() is { } entry)
        {
            if (PlainName(entry) == name)
            {
                using JsonDocument document = JsonDocument.Parse(entry.DataStream!);
                return document.RootElement.Clone();
            }
        }

        return null;
    }

    /// <summary>Takes the image archive out of a package; null where the tar is an archive itself.</summary>
    private static string? FindInner(string tar, string target)
    {
        using TarReader reader = new(System.IO.File.OpenRead(tar));
        string? inner = null;
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.Name.EndsWith("/layer.tar", StringComparison.Ordinal) || PlainName(entry) == "oci-layout" || IsLayer(entry.Name))
            {
                return null;
            }

            if (entry.Name.EndsWith(".tar", StringComparison.Ordinal))
            {
                entry.ExtractToFile(target, overwrite: true);
                inner = target;
            }
        }

        return inner;
    }

    private static string PlainName(TarEntry entry) => entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;

    private static bool IsLayer(string name) => Path.GetFileNameWithoutExtension(name) is { Length: 64 } hex && hex.All(char.IsAsciiHexDigitLower);
}
