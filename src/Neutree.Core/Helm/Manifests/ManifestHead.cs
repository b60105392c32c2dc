using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Manifests;

/// <summary>
/// The parts of a document that Helm itself reads: version, kind, name and annotations. Read as Go's decoder reads them into strings:
/// names of fields in any case, numbers and booleans by their texts.
/// </summary>
internal sealed class ManifestHead
{
    private const string MetadataType = "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }";

    private ManifestHead()
    {
    }

    public string ApiVersion { get; private set; } = "";

    public string Kind { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Namespace { get; private set; } = "";

    public IReadOnlyDictionary<string, string> Annotations { get; private set; } = new Dictionary<string, string>();

    /// <exception cref="YamlException">The document is no YAML, or a field is of a wrong type; the text is Go's.</exception>
    public static ManifestHead Read(GoString document)
    {
        ManifestHead head = new();
        object? value = YamlReader.Read(document);
        if (value is null)
        {
            return head;
        }

        if (value is not GoMap root)
        {
            throw ObjectField.Mismatch(value, "Go value of type util.SimpleHead");
        }

        foreach ((GoString key, object? field) in root)
        {
            switch (key.ToString().ToUpperInvariant())
            {
                case "APIVERSION":
                    head.ApiVersion = ObjectField.Text(field, "SimpleHead.apiVersion");
                    break;
                case "KIND":
                    head.Kind = ObjectField.Text(field, "SimpleHead.kind");
                    break;
                case "METADATA":
                    head.ReadMetadata(field);
                    break;
            }
        }

        return head;
    }

    private void ReadMetadata(object? value)
    {
        if (value is null)
        {
            return;
        }

        if (value is not GoMap metadata)
        {
            throw ObjectField.Mismatch(value, $"Go struct field SimpleHead.metadata of type {MetadataType}");
        }

        foreach ((GoString key, object? field) in metadata)
        {
            switch (key.ToString().ToUpperInvariant())
            {
                case "NAME":
                    Name = ObjectField.Text(field, ".metadata.name");
                    break;
                case "NAMESPACE":
                    // Helm doesn't read it here, so nothing in it is an error here.
                    Namespace = field is GoString text ? text.ToString() : "";
                    break;
                case "ANNOTATIONS":
                    ReadAnnotations(field);
                    break;
            }
        }
    }

    private void ReadAnnotations(object? value)
    {
        if (value is null)
        {
            return;
        }

        if (value is not GoMap annotations)
        {
            throw ObjectField.Mismatch(value, "Go struct field .metadata.annotations of type map[string]string");
        }

        Annotations = annotations.ToDictionary(pair => pair.Key.ToString(), pair => ObjectField.Text(pair.Value, ".metadata.annotations"));
    }
}
