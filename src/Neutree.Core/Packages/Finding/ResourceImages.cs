using Neutree.Core.Go;
using Neutree.Core.Oci;
using Neutree.Core.Yaml;

namespace Neutree.Core.Packages.Finding;

/// <summary>
/// Finds the images in a Kubernetes object by its structure: lists of containers wherever they stand, so that every pod template is seen,
/// those inside custom resources too; fields of custom resources; arguments and variables of containers; annotations of pods that name an image. An object that a
/// ConfigMap holds as a text is walked like any other; texts of other kinds are not searched, nor are Secrets.
/// </summary>
/// <param name="images">Gets the images.</param>
/// <param name="source">The file that the objects are from.</param>
/// <param name="holder">The ConfigMap whose text the objects are; null where they are objects of their own.</param>
/// <param name="prefix">Where in the holder.</param>
internal sealed class ResourceImages(ImageCollection images, string source, string? holder = null, string prefix = "")
{
    private static readonly Dictionary<string, ImageReasonKind> ContainerLists = new()
    {
        ["containers"] = ImageReasonKind.Container,
        ["initContainers"] = ImageReasonKind.InitContainer,
        ["ephemeralContainers"] = ImageReasonKind.EphemeralContainer,
    };

    private string _resource = "";

    public void Add(GoMap document)
    {
        if (document["items"] is GoSlice items && Text(document, "kind").EndsWith("List", StringComparison.Ordinal))
        {
            foreach (GoMap item in items.OfType<GoMap>())
            {
                Add(item);
            }

            return;
        }

        string kind = Text(document, "kind");
        string name = document["metadata"] is GoMap metadata ? Text(metadata, "name") : "";
        _resource = holder ?? $"{kind}/{name}";
        string group = GroupOf(Text(document, "apiVersion"));
        foreach ((string path, string text) in OperatorImages.FieldsOf(group, kind, name, document))
        {
            Found(text, ImageReasonKind.CustomResource, path);
        }

        if (kind == "ConfigMap" && group.Length == 0 && holder is null)
        {
            AddEmbedded(document);
        }

        if (kind is "ConfigMap" or "Secret" or "CustomResourceDefinition")
        {
            return;
        }

        foreach ((GoString key, object? value) in document)
        {
            if (key.ToString() is not ("metadata" or "status") and { } field)
            {
                Walk(value, field, OperatorImages.IsCustom(group) ? new CustomFields(group, kind) : null);
            }
        }
    }

    /// <summary>Pods and the like that a controller makes of a text: it has an object's apiVersion and kind. A text that is no YAML, such as a template, tells nothing.</summary>
    private void AddEmbedded(GoMap configMap)
    {
        foreach ((GoString key, object? value) in configMap["data"] as GoMap ?? new GoMap())
        {
            foreach (GoMap document in value is GoString text ? Objects(text) : [])
            {
                new ResourceImages(images, source, _resource, $"data[{key}]: {Text(document, "kind")} ").Add(document);
            }
        }
    }

    private static IReadOnlyList<GoMap> Objects(GoString text)
    {
        try
        {
            return !text.ToString().Contains("apiVersion", StringComparison.Ordinal) ? []
                : [.. YamlDocuments.Split(text).Select(YamlReader.Read).OfType<GoMap>().Where(static document => Text(document, "apiVersion").Length > 0 && Text(document, "kind").Length > 0)];
        }
        catch (YamlException)
        {
            return [];
        }
    }

    private void Walk(object? value, string path, CustomFields? custom)
    {
        switch (value)
        {
            case GoSlice list:
                for (int i = 0; i < list.Count; i++)
                {
                    Walk(list[i], $"{path}[{i}]", custom);
                }

                break;
            case GoMap map:
                WalkFields(map, path, custom);
                break;
        }
    }

    private void WalkFields(GoMap map, string path, CustomFields? custom)
    {
        if (custom is not null)
        {
            foreach ((string field, string text) in custom.ImagesOf(map, path))
            {
                Found(text, ImageReasonKind.CustomResource, field);
            }

            // A custom resource may describe a container without a list around it.
            AddSettings(map, path);
        }

        foreach ((GoString key, object? value) in map)
        {
            string name = key.ToString();
            string field = $"{path}.{name}";
            if (ContainerLists.TryGetValue(name, out ImageReasonKind kind) && value is GoSlice containers)
            {
                AddContainers(containers, field, kind);
            }
            else if (name == "volumes" && value is GoSlice volumes)
            {
                AddVolumes(volumes, field);
            }
            else if (name == "annotations" && value is GoMap annotations)
            {
                AddAnnotations(annotations, field);
            }
            else
            {
                Walk(value, field, custom);
            }
        }
    }

    private void AddContainers(GoSlice containers, string path, ImageReasonKind kind)
    {
        for (int i = 0; i < containers.Count; i++)
        {
            if (containers[i] is not GoMap container)
            {
                continue;
            }

            string at = $"{path}[{i}]";

            // An operator may add to a container of its own, which then names no image.
            if (container["image"] is GoString { IsEmpty: false } image)
            {
                Found(image.ToString(), kind, at + ".image");
            }

            AddSettings(container, at);
        }
    }

    private void AddVolumes(GoSlice volumes, string path)
    {
        for (int i = 0; i < volumes.Count; i++)
        {
            if (volumes[i] is GoMap volume && volume["image"] is GoMap image && image["reference"] is GoString { IsEmpty: false } reference)
            {
                Found(reference.ToString(), ImageReasonKind.Volume, $"{path}[{i}].image.reference");
            }
        }
    }

    /// <summary>Injectors are told by a pod's annotations which image to add: <c>sidecar.istio.io/proxyImage</c>.</summary>
    private void AddAnnotations(GoMap annotations, string path)
    {
        foreach ((GoString key, object? value) in annotations)
        {
            if (value is GoString text && ImageText.SpeaksOfImage(key.ToString()) && ImageText.Find(key.ToString(), text.ToString()) is { } reference && (reference.Tag ?? reference.Digest?.ToString()) is not null)
            {
                images.Add(reference, Reason(ImageReasonKind.Annotation, $"{path}[{key}]"));
            }
        }
    }

    private void AddSettings(GoMap container, string path)
    {
        foreach (string list in (string[])["command", "args"])
        {
            if (container[list] is not GoSlice words)
            {
                continue;
            }

            string[] arguments = [.. words.Select(static word => word is GoString text ? text.ToString() : "")];
            for (int i = 0; i < arguments.Length; i++)
            {
                (string name, string value) = Argument(arguments, i);
                Found(ImageText.FindAll(name, value), ImageReasonKind.Argument, $"{path}.{list}[{i}]");
            }
        }

        if (container["env"] is GoSlice variables)
        {
            foreach (GoMap variable in variables.OfType<GoMap>())
            {
                string name = Text(variable, "name");
                Found(ImageText.FindAll(name, Text(variable, "value")), ImageReasonKind.EnvironmentVariable, $"{path}.env[{name}]");
            }
        }
    }

    /// <summary>Flag and value of <c>--flag=value</c>; a word alone belongs to the flag before it.</summary>
    private static (string Name, string Value) Argument(string[] arguments, int index)
    {
        string word = arguments[index];
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        return word.StartsWith('-') ? (equals < 0 ? (word, "") : (word[..equals], word[(equals + 1)..]))
            : index > 0 && arguments[index - 1].StartsWith('-') && !arguments[index - 1].Contains('=', StringComparison.Ordinal) ? (arguments[index - 1], word)
            : ("", word);
    }

    private void Found(IEnumerable<ImageReference> references, ImageReasonKind kind, string path)
    {
        foreach (ImageReference reference in references)
        {
            images.Add(reference, Reason(kind, path));
        }
    }

    private void Found(string text, ImageReasonKind kind, string path) => images.Add(text, Reason(kind, path));

    private ImageReason Reason(ImageReasonKind kind, string path) => new() { Kind = kind, Resource = _resource, Path = prefix + path, Source = source };

    private static string GroupOf(string apiVersion)
    {
        int slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : apiVersion[..slash];
    }

    private static string Text(GoMap map, string key) => map[key] is GoString text ? text.ToString() : "";
}
