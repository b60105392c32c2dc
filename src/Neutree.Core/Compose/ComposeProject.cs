using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.Core.Compose;

/// <summary>
/// The images of a compose project as Compose puts it together: several documents, included files, services that extend others. Profiles don't matter: a
/// service that may be started needs its image.
/// </summary>
/// <param name="read">Reads and renders a file by its full path.</param>
internal sealed class ComposeProject(Func<string, string> read)
{
    private const int Deepest = 20;
    private readonly Dictionary<string, IReadOnlyList<YamlNode>> _documents = new(StringComparer.Ordinal);

    /// <summary>Each service with its image as the file writes it, variables and all, the path of its field, and the file that has it; then images that are mounted.</summary>
    /// <param name="path">The project's file; full path.</param>
    /// <exception cref="NeutreeException">A file can't be read, is no compose file, or a service has no image.</exception>
    public IReadOnlyList<(string Service, string Image, string Field, string File)> ReadImages(string path)
    {
        Dictionary<string, (string Service, string Image, string Field, string File)> images = [];
        Collect(path, images, depth: 0);
        return images.Count > 0 ? [.. images.Values] : throw Invalid(path, "it has no services");
    }

    private void Collect(string path, Dictionary<string, (string Service, string Image, string Field, string File)> images, int depth)
    {
        RequireShallow(path, depth);
        foreach (YamlNode document in Documents(path))
        {
            foreach (YamlNode include in ComposeNodes.Items(ComposeNodes.Find(document, "include")))
            {
                YamlNode? places = ComposeNodes.Find(include, "path");
                string?[] files = [ComposeNodes.Text(include) ?? ComposeNodes.Text(places), .. ComposeNodes.Items(places).Select(ComposeNodes.Text)];
                foreach (string file in files.OfType<string>())
                {
                    Collect(Beside(path, file), images, depth + 1);
                }
            }

            foreach ((string service, YamlNode node) in ComposeNodes.Entries(ComposeNodes.Find(document, "services")))
            {
                // What a provider runs is no container.
                if (ComposeNodes.Find(node, "provider") is null)
                {
                    (string image, string file) = ImageOf(path, service, node, depth: 0);
                    images[service] = (service, image, $"services.{service}.image", file);
                }

                foreach ((string source, int index) in MountedImages(node))
                {
                    images[$"{service} {index}"] = (service, source, $"services.{service}.volumes[{index}].source", path);
                }
            }
        }
    }

    private (string Image, string File) ImageOf(string path, string service, YamlNode node, int depth)
    {
        RequireShallow(path, depth);
        if (ComposeNodes.Text(ComposeNodes.Find(node, "image")) is { Length: > 0 } image)
        {
            return (image, path);
        }

        if (ComposeNodes.Find(node, "extends") is { } extends)
        {
            string file = ComposeNodes.Text(ComposeNodes.Find(extends, "file")) is { Length: > 0 } other ? Beside(path, other) : path;
            string name = ComposeNodes.Text(extends) ?? ComposeNodes.Text(ComposeNodes.Find(extends, "service")) ?? "";
            YamlNode extended = Documents(file).Select(document => ComposeNodes.Find(ComposeNodes.Find(document, "services"), name)).LastOrDefault(found => found is not null)
                ?? throw Invalid(path, $"the service {service} extends {name}, which isn't in {Path.GetFileName(file)}");
            return ImageOf(file, name, extended, depth + 1);
        }

        // A later document may only add to a service of an earlier one.
        IEnumerable<YamlNode?> others = Documents(path).Select(document => ComposeNodes.Find(ComposeNodes.Find(ComposeNodes.Find(document, "services"), service), "image"));
        return others.Select(ComposeNodes.Text).LastOrDefault(text => !string.IsNullOrEmpty(text)) is { } elsewhere ? (elsewhere, path) : throw Invalid(path, ComposeNodes.Find(node, "build") is null
            ? $"the service {service} has no image"
            : $"the service {service} is built and its image has no name; give it one with image:, and build it before it is packed");
    }

    private static IEnumerable<(string Source, int Index)> MountedImages(YamlNode service)
    {
        IReadOnlyList<YamlNode> volumes = ComposeNodes.Items(ComposeNodes.Find(service, "volumes"));
        for (int i = 0; i < volumes.Count; i++)
        {
            if (ComposeNodes.Text(ComposeNodes.Find(volumes[i], "type")) == "image" && ComposeNodes.Text(ComposeNodes.Find(volumes[i], "source")) is { Length: > 0 } source)
            {
                yield return (source, i);
            }
        }
    }

    private IReadOnlyList<YamlNode> Documents(string path)
    {
        if (!_documents.TryGetValue(path, out IReadOnlyList<YamlNode>? documents))
        {
            try
            {
                documents = [.. YamlDocuments.Split(GoString.FromText(read(path))).Select(static text => YamlComposer.Compose(text.ToString())).OfType<YamlNode>()];
            }
            catch (YamlException error)
            {
                throw Invalid(path, error.Message, error);
            }

            _documents[path] = documents;
        }

        return documents;
    }

    private static string Beside(string path, string file) => file.Contains("://", StringComparison.Ordinal)
        ? throw Invalid(path, $"it includes {file}, which isn't a file here")
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, file));

    private static void RequireShallow(string path, int depth)
    {
        if (depth > Deepest)
        {
            throw Invalid(path, $"its includes or services lead to others more than {Deepest} deep");
        }
    }

    private static ComposeException Invalid(string path, string reason, Exception? inner = null) =>
        new("Compose.InvalidFile", ErrorKind.InvalidData, $"the compose file {path} can't be used: {reason}", inner) { Target = path };
}
