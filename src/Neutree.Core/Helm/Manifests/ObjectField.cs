using System.Globalization;
using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Manifests;

/// <summary>Fields of a Kubernetes object as Go's decoder reads them into strings: numbers and booleans by their texts.</summary>
internal static class ObjectField
{
    /// <summary>The text of a field; empty for null.</summary>
    /// <param name="value">What the document holds.</param>
    /// <param name="field">Go's name of the field: <c>SimpleHead.kind</c>.</param>
    /// <exception cref="YamlException">It is a list or an object.</exception>
    public static string Text(object? value, string field) => value switch
    {
        null => "",
        GoString text => text.ToString(),
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => throw Mismatch(value, StringField(field)),
    };

    /// <summary>The same of an object that was JSON, where a number or boolean is none of a string.</summary>
    public static string TextOfJson(object? value, string field) => value is double or bool ? throw Mismatch(value, StringField(field)) : Text(value, field);

    /// <summary>A value of another type than wanted.</summary>
    public static YamlException Mismatch(object value, string target) =>
        new($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {JsonTypeName.Of(value)} into {target}");

    private static string StringField(string field) => $"Go struct field {field} of type string";
}
