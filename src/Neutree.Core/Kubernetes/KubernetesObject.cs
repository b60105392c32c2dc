using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.Core.Kubernetes;

/// <summary>
/// An object of any kind: its JSON value, whose integers are <c>int64</c>, with names for what every object has. Holds the map it was
/// made of, not a copy.
/// </summary>
public sealed class KubernetesObject
{
    /// <param name="content">The whole object.</param>
    public KubernetesObject(GoMap content) => Content = content;

    public GoMap Content { get; }

    public string ApiVersion => Text("apiVersion");

    public string Kind => Text("kind");

    public string Name => Text("metadata", "name");

    /// <summary>Null where it names none.</summary>
    public string? Namespace => Text("metadata", "namespace") is { Length: > 0 } text ? text : null;

    /// <summary>Empty before it is stored.</summary>
    public string Uid => Text("metadata", "uid");

    /// <summary>Empty before it is stored.</summary>
    public string ResourceVersion => Text("metadata", "resourceVersion");

    internal ObjectFields Fields => new(Content);

    public ObjectReference Reference => new(ApiVersion, Kind, Name, Namespace);

    /// <summary>Reads one YAML or JSON document; null where it is empty.</summary>
    /// <exception cref="YamlException">It is neither, or no mapping.</exception>
    public static KubernetesObject? Parse(GoString document) => YamlReader.ReadKeepingIntegers(document) switch
    {
        null => null,
        GoMap content => new KubernetesObject(content),
        { } other => throw new YamlException($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {JsonTypeName.Of(other)} into Go value of type map[string]interface {{}}"),
    };

    /// <summary>The value at a path of keys; null where there is none.</summary>
    public object? Find(params ReadOnlySpan<string> path)
    {
        object? value = Content;
        foreach (string key in path)
        {
            value = value is GoMap map ? map[key] : null;
        }

        return value;
    }

    /// <summary>The text at a path of keys; empty where there is none.</summary>
    public string Text(params ReadOnlySpan<string> path) => Find(path) is GoString text ? text.ToString() : "";

    /// <summary>A label's value, or null.</summary>
    public string? Label(string name) => (Find("metadata", "labels", name) as GoString)?.ToString();

    /// <summary>An annotation's value, or null.</summary>
    public string? Annotation(string name) => (Find("metadata", "annotations", name) as GoString)?.ToString();

    public override string ToString() => Reference.ToString();
}
