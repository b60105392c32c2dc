using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;

namespace Neutree.Core.Helm.Lint;

/// <summary>The parts of a Kubernetes object that are checked, read as Go's decoder reads them into strings.</summary>
internal sealed class CheckedObject
{
    private CheckedObject()
    {
    }

    public string ApiVersion { get; private set; } = "";

    public string Kind { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Whether it is a list with an object in it that carries the annotation.</summary>
    public Func<string, bool> ListAnnotates { get; private set; } = static _ => false;

    /// <summary>The object of a document; null where the document is empty.</summary>
    /// <param name="value">What the document holds.</param>
    /// <param name="text">Reads a field that is a string, by Go's name of it.</param>
    /// <exception cref="GoException">It is no object; the text is Go's.</exception>
    public static CheckedObject? From(object? value, Func<object?, string, string> text)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not GoMap root)
        {
            throw ObjectField.Mismatch(value, "Go value of type rules.k8sYamlStruct");
        }

        CheckedObject read = new();
        foreach ((GoString key, object? field) in root)
        {
            switch (key.ToString().ToUpperInvariant())
            {
                case "APIVERSION":
                    read.ApiVersion = text(field, "k8sYamlStruct.apiVersion");
                    break;
                case "KIND":
                    read.Kind = text(field, "k8sYamlStruct.Kind");
                    break;
                case "METADATA" when field is GoMap metadata:
                    read.ReadMetadata(metadata, text);
                    break;
                case "METADATA" when field is not null:
                    throw ObjectField.Mismatch(field, "Go struct field k8sYamlStruct.Metadata of type rules.k8sYamlMetadata");
                case "ITEMS" when field is GoSlice items:
                    read.ListAnnotates = annotation => items.Any(item => Annotates(item, annotation));
                    break;
            }
        }

        return read;
    }

    private static bool Annotates(object? item, string annotation) =>
        item is GoMap map && map["metadata"] is GoMap metadata && metadata["annotations"] is GoMap annotations && annotations.ContainsKey(annotation);

    private void ReadMetadata(GoMap metadata, Func<object?, string, string> text)
    {
        foreach ((GoString key, object? field) in metadata)
        {
            switch (key.ToString().ToUpperInvariant())
            {
                case "NAME":
                    Name = text(field, "k8sYamlMetadata.Metadata.Name");
                    break;
                case "NAMESPACE":
                    text(field, "k8sYamlMetadata.Metadata.Namespace");
                    break;
            }
        }
    }
}
