using System.Buffers;
using System.Text.Json;

namespace Neutree.Core.Oci.Archives;

/// <summary>Makes an archive's two tables of contents: the OCI layout's <c>index.json</c> and docker's <c>manifest.json</c>.</summary>
/// <param name="manifests">All manifests and indexes inside.</param>
/// <param name="composed">Those of them that no registry served.</param>
internal sealed class ArchiveDocuments(IReadOnlyDictionary<Digest, ManifestContent> manifests, IReadOnlySet<Digest> composed)
{
    private static readonly Platform Preferred = new("linux", "amd64");
    private static readonly IReadOnlyDictionary<string, string> AsServed = new Dictionary<string, string> { [Annotations.Content] = Annotations.AsServed };

    /// <summary>
    /// Every tag gets an entry, in ordinal order; then come manifests that no tag leads to (pinned by digest, or referring to others).
    /// </summary>
    public ReadOnlyMemory<byte> CreateIndex(IReadOnlyDictionary<(string Repository, string Tag), Digest> tags)
    {
        List<Descriptor> entries = [];
        HashSet<Digest> reached = [];
        foreach (((string repository, string tag), Digest digest) in InOrder(tags))
        {
            Descriptor entry = Describe(digest);
            entries.Add(entry with
            {
                Annotations = new Dictionary<string, string>(entry.Annotations)
                {
                    [Annotations.ContainerdImageName] = $"{repository}:{tag}",
                    [Annotations.RefName] = tag,
                },
            });
            Reach(digest, reached);
        }

        // Those that others of the rest contain aren't roots.
        List<Digest> rest = [.. manifests.Keys.Where(digest => !reached.Contains(digest)).OrderBy(digest => digest.ToString(), StringComparer.Ordinal)];
        HashSet<Digest> contained = [];
        foreach (Digest digest in rest)
        {
            foreach (Descriptor child in ChildrenOf(digest))
            {
                Reach(child.Digest, contained);
            }
        }

        entries.AddRange(rest.Where(digest => !contained.Contains(digest)).Select(Describe));
        return ImageIndex.Create(entries, composed.Count == 0 ? AsServed : null).Content;
    }

    /// <summary>Docker knows one platform a tag: linux/amd64 where there is a choice, else the first.</summary>
    public ReadOnlyMemory<byte> CreateDockerList(IReadOnlyDictionary<(string Repository, string Tag), Digest> tags)
    {
        List<(Manifest Image, List<string> Tags)> images = [];
        foreach (((string repository, string tag), Digest digest) in InOrder(tags))
        {
            // Signatures and the like have an image's config, yet an engine can do nothing with them.
            bool isAttached = AttachmentTags.TryParse(tag, out Digest subject) && manifests.ContainsKey(subject);
            if (isAttached || ChooseImage(digest) is not { } image)
            {
                continue;
            }

            string name = ImageReference.TryParse($"{repository}:{tag}", out ImageReference? reference) ? reference!.ToFamiliarString() : $"{repository}:{tag}";
            int same = images.FindIndex(known => known.Image.Digest == image.Digest);
            if (same < 0)
            {
                images.Add((image, [name]));
            }
            else
            {
                images[same].Tags.Add(name);
            }
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartArray();
            foreach ((Manifest image, List<string> names) in images)
            {
                writer.WriteStartObject();
                writer.WriteString("Config", BlobName(image.Config.Digest));
                WriteTexts(writer, "RepoTags", names);
                WriteTexts(writer, "Layers", image.Layers.Select(layer => BlobName(layer.Digest)));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    public static string BlobName(Digest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    private Manifest? ChooseImage(Digest digest)
    {
        if (!manifests.TryGetValue(digest, out ManifestContent? content))
        {
            return null;
        }

        if (!MediaTypes.IsIndex(content.MediaType))
        {
            Manifest manifest = Manifest.Parse(content.Content, content.MediaType);
            return manifest.Config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig ? manifest : null;
        }

        List<Descriptor> children = [.. ChildrenOf(digest).Where(child => manifests.ContainsKey(child.Digest) && child.Platform?.OperatingSystem != "unknown")];
        return children
            .OrderByDescending(child => child.Platform?.Satisfies(Preferred) ?? false)
            .Select(child => ChooseImage(child.Digest))
            .FirstOrDefault(image => image is not null);
    }

    private Descriptor Describe(Digest digest)
    {
        ManifestContent content = manifests[digest];
        return new Descriptor(content.MediaType, digest, content.Content.Length)
        {
            ArtifactType = MediaTypes.IsManifest(content.MediaType) && Manifest.Parse(content.Content, content.MediaType) is { Subject: not null } referrer
                ? referrer.ArtifactType
                : null,
            Annotations = composed.Count == 0 || composed.Contains(digest) ? new Dictionary<string, string>() : AsServed,
        };
    }

    private IReadOnlyList<Descriptor> ChildrenOf(Digest digest) =>
        manifests.TryGetValue(digest, out ManifestContent? content) && MediaTypes.IsIndex(content.MediaType)
            ? ImageIndex.Parse(content.Content, content.MediaType).Manifests
            : [];

    private void Reach(Digest digest, HashSet<Digest> reached)
    {
        if (reached.Add(digest))
        {
            foreach (Descriptor child in ChildrenOf(digest))
            {
                Reach(child.Digest, reached);
            }
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static IEnumerable<KeyValuePair<(string Repository, string Tag), Digest>> InOrder(
        IReadOnlyDictionary<(string Repository, string Tag), Digest> tags) =>
        tags.OrderBy(tag => tag.Key.Repository, StringComparer.Ordinal).ThenBy(tag => tag.Key.Tag, StringComparer.Ordinal);
}
