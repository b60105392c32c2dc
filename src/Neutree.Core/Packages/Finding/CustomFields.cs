using Neutree.Core.Go;
using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Finding;

/// <summary>
/// Images in the fields of a custom resource, in the shapes operators give them: a text (<c>image</c>, <c>imageName</c>,
/// <c>dockerImage</c>); a text without tag beside its <c>version</c> or <c>tag</c> (Prometheus, Argo CD); an object of <c>repository</c> and
/// <c>tag</c> (VictoriaMetrics); <c>repository</c>, <c>image</c> and <c>version</c> side by side (NVIDIA).
/// </summary>
internal sealed class CustomFields(string group, string kind)
{
    /// <summary>The images that the fields of an object name themselves; those of objects inside it are theirs.</summary>
    public IEnumerable<(string Path, string Text)> ImagesOf(GoMap map, string path)
    {
        foreach ((GoString key, object? value) in map)
        {
            string name = key.ToString();
            string field = $"{path}.{name}";
            if (!ImageText.SpeaksOfImage(name) || OperatorImages.IsOutput(group, kind, field))
            {
                continue;
            }

            string? image = value switch
            {
                GoString text when !text.IsEmpty => Complete(map, name, text.ToString()),
                GoMap parts => Join(Text(parts, "registry"), Text(parts, "repository"), VersionOf(parts)),
                _ => null,
            };
            if (image is not null && ImageText.Find(name, image) is not null)
            {
                yield return (field, image);
            }
        }
    }

    private static string Complete(GoMap map, string name, string text)
    {
        // Whether the text has a tag is told by its last segment: the rest may be a host with a port.
        bool hasVersion = ImageReference.TryParse(text, out ImageReference? reference) && (reference!.Tag ?? reference.Digest?.ToString()) is not null;
        return hasVersion || name is not ("image" or "baseImage") ? text : Join("", Repository(map, text), VersionOf(map)) ?? text;
    }

    private static string Repository(GoMap map, string image) => Text(map, "repository") is { Length: > 0 } repository ? $"{repository}/{image}" : image;

    private static string VersionOf(GoMap map) =>
        Text(map, "digest") is { Length: > 0 } digest ? digest
        : Text(map, "tag") is { Length: > 0 } tag ? tag
        : Text(map, "version");

    private static string? Join(string registry, string repository, string version) =>
        repository.Length == 0 || version.Length == 0 ? null
        : $"{(registry.Length > 0 ? registry + "/" : "")}{repository}{(version.StartsWith("sha256:", StringComparison.Ordinal) ? "@" : ":")}{version}";

    private static string Text(GoMap map, string key) => map[key] is GoString text ? text.ToString() : "";
}
