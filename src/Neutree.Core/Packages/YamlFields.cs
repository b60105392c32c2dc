using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Neutree.Core.Packages;

/// <summary>Reads fields of a YAML mapping; unknown fields are nobody's business, absent and null ones are empty.</summary>
internal readonly struct YamlFields(YamlMappingNode? node)
{
    public bool IsPresent => node is not null;

    /// <summary>The root mapping of a document, or no fields for an empty one.</summary>
    /// <exception cref="FormatException">Not YAML, nested too deeply, or no mapping.</exception>
    public static YamlFields Parse(string text)
    {
        try
        {
            YamlLimits.Check(text);
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? default
                : stream.Documents[0].RootNode is YamlMappingNode root ? new YamlFields(root)
                : IsNull(stream.Documents[0].RootNode) ? default
                : throw new FormatException("a mapping is expected at the top");
        }
        catch (YamlException error)
        {
            throw new FormatException($"line {error.Start.Line}, column {error.Start.Column}: {error.Message}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // YamlDotNet's scanner doesn't always say YamlException where the text is no YAML (stray control characters in a flow).
            throw new FormatException("it isn't YAML", error);
        }
    }

    public YamlNode? Find(string name) => node is not null && node.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? value) && !IsNull(value) ? value : null;

    public string Text(string name) => Find(name) switch
    {
        null => "",
        YamlScalarNode scalar => scalar.Value ?? "",
        _ => throw new FormatException($"'{name}' is not a text"),
    };

    public long Integer(string name) =>
        Find(name) is not { } value ? 0
        : value is YamlScalarNode scalar && long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
        : throw new FormatException($"'{name}' is not an integer");

    public bool Flag(string name) => Find(name) switch
    {
        null => false,
        YamlScalarNode { Value: "true" or "True" or "TRUE" } => true,
        YamlScalarNode { Value: "false" or "False" or "FALSE" } => false,
        _ => throw new FormatException($"'{name}' is neither true nor false"),
    };

    public YamlFields Fields(string name) => Find(name) switch
    {
        null => default,
        YamlMappingNode mapping => new YamlFields(mapping),
        _ => throw new FormatException($"'{name}' is not a mapping"),
    };

    /// <summary>The items of a list of mappings; a null item has no fields.</summary>
    public IReadOnlyList<YamlFields> Items(string name) => List(name, item => item switch
    {
        YamlMappingNode mapping => new YamlFields(mapping),
        _ when IsNull(item) => default,
        _ => throw new FormatException($"an item of '{name}' is not a mapping"),
    });

    public IReadOnlyList<string> Texts(string name) => List(name, item => item switch
    {
        _ when IsNull(item) => "",
        YamlScalarNode scalar => scalar.Value ?? "",
        _ => throw new FormatException($"an item of '{name}' is not a text"),
    });

    public IReadOnlyList<string> Names() => node is null ? [] : [.. node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "")];

    public static bool IsNull(YamlNode value) =>
        value is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private IReadOnlyList<T> List<T>(string name, Func<YamlNode, T> convert) => Find(name) switch
    {
        null => [],
        YamlSequenceNode sequence => [.. sequence.Children.Select(convert)],
        _ => throw new FormatException($"'{name}' is not a list"),
    };
}
