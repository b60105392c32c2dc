using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>Makes image archives of every shape, and broken ones: entries go in as they are given, in their order.</summary>
internal sealed class ArchiveBuilder
{
    private readonly List<(TarEntryType Type, string Name, byte[] Content, string Link)> _entries = [];

    public ArchiveBuilder AddFile(string name, byte[] content) => Add(TarEntryType.RegularFile, name, content, "");

    public ArchiveBuilder AddFile(string name, string content) => AddFile(name, Encoding.UTF8.GetBytes(content));

    public ArchiveBuilder AddSymbolicLink(string name, string target) => Add(TarEntryType.SymbolicLink, name, [], target);

    public ArchiveBuilder AddHardLink(string name, string target) => Add(TarEntryType.HardLink, name, [], target);

    public ArchiveBuilder AddFolder(string name) => Add(TarEntryType.Directory, name, [], "");

    public ArchiveBuilder AddBlob(byte[] content) => AddFile(BlobName(Digest.Compute(content)), content);

    public static string BlobName(Digest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    /// <summary>Docker up to 24: a folder for each layer; a layer met before is a link to it.</summary>
    public static ArchiveBuilder CreateDockerSave(params (SampleImage Image, string[]? Tags)[] images)
    {
        ArchiveBuilder builder = new();
        HashSet<string> written = [];
        Dictionary<Digest, string> layerPaths = [];
        List<string> items = [];
        foreach ((SampleImage image, string[]? tags) in images)
        {
            List<string> layers = [];
            for (int i = 0; i < image.Layers.Count; i++)
            {
                string path = $"{Digest.Compute(Encoding.UTF8.GetBytes($"{image.ConfigDigest} {i}")).Hex}/layer.tar";
                layers.Add(path);
                if (!written.Add(path))
                {
                    continue;
                }

                if (layerPaths.TryGetValue(image.DiffIds[i], out string? known))
                {
                    builder.AddSymbolicLink(path, "../" + known);
                }
                else
                {
                    layerPaths[image.DiffIds[i]] = path;
                    builder.AddFile(path, image.Layers[i]);
                }
            }

            string config = image.ConfigDigest.Hex + ".json";
            if (written.Add(config))
            {
                builder.AddFile(config, image.Config);
            }

            items.Add(DockerItem(config, tags, layers));
        }

        return builder.AddFile("manifest.json", $"[{string.Join(',', items)}]");
    }

    /// <summary>An OCI layout; with <paramref name="dockerList"/> also the list that docker from 25 on writes.</summary>
    public static ArchiveBuilder CreateLayout(bool gzip, bool dockerList, params (SampleImage Image, string[] Names)[] images)
    {
        ArchiveBuilder builder = new();
        HashSet<Digest> written = [];
        List<Descriptor> entries = [];
        List<string> items = [];
        foreach ((SampleImage image, string[] names) in images)
        {
            Manifest manifest = image.CreateManifest(gzip);
            foreach (byte[] blob in (gzip ? image.GzipLayers : image.Layers).Append(image.Config).Append(manifest.Content.ToArray()))
            {
                if (written.Add(Digest.Compute(blob)))
                {
                    builder.AddBlob(blob);
                }
            }

            entries.AddRange(names.Select(name => Named(manifest.ToDescriptor() with { ArtifactType = null }, name)));
            if (names.Length == 0)
            {
                entries.Add(manifest.ToDescriptor() with { ArtifactType = null });
            }

            items.Add(DockerItem(
                BlobName(image.ConfigDigest),
                [.. names.Select(name => ImageReference.Parse(name).ToFamiliarString())],
                [.. manifest.Layers.Select(layer => BlobName(layer.Digest))]));
        }

        builder.AddLayoutFiles(entries);
        return dockerList ? builder.AddFile("manifest.json", $"[{string.Join(',', items)}]") : builder;
    }

    public ArchiveBuilder AddLayoutFiles(IEnumerable<Descriptor> entries) => AddFile("index.json", ImageIndex.Create(entries).Content.ToArray())
        .AddFile("oci-layout", """{"imageLayoutVersion":"1.0.0"}""");

    public static Descriptor Named(Descriptor descriptor, string name) => descriptor with
    {
        Annotations = new Dictionary<string, string>
        {
            ["io.containerd.image.name"] = name,
            ["org.opencontainers.image.ref.name"] = name[(name.LastIndexOf(':') + 1)..],
        },
    };

    public static string DockerItem(string config, string[]? tags, IReadOnlyList<string> layers) =>
        $$"""{"Config":{{JsonSerializer.Serialize(config)}},"RepoTags":{{JsonSerializer.Serialize(tags)}},"Layers":{{JsonSerializer.Serialize(layers)}}}""";

    public byte[] ToTar(TarEntryFormat format = TarEntryFormat.Ustar, string prefix = "")
    {
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, format))
        {
            foreach ((TarEntryType type, string name, byte[] content, string link) in _entries)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.V7 => new V7TarEntry(type == TarEntryType.RegularFile ? TarEntryType.V7RegularFile : type, prefix + name),
                    TarEntryFormat.Gnu => new GnuTarEntry(type, prefix + name),
                    TarEntryFormat.Pax => new PaxTarEntry(type, prefix + name),
                    _ => new UstarTarEntry(type, prefix + name),
                };
                entry.ModificationTime = DateTimeOffset.UnixEpoch;
                entry.Mode = (UnixFileMode)0b110_100_100;
                if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                {
                    entry.LinkName = link;
                }

                if (type == TarEntryType.RegularFile)
                {
                    entry.DataStream = new MemoryStream(content);
                }

                writer.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    public byte[] ToTarGzip() => SampleImage.Gzip(ToTar());

    /// <summary>Lays the files out in a folder, as if someone had unpacked the tar.</summary>
    public void WriteTo(string folder)
    {
        foreach ((TarEntryType type, string name, byte[] content, _) in _entries.Where(entry => entry.Type == TarEntryType.RegularFile))
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private ArchiveBuilder Add(TarEntryType type, string name, byte[] content, string link)
    {
        _entries.Add((type, name, content, link));
        return this;
    }
}
