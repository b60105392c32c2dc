using System.Globalization;
using Neutree.Core.Go;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Neutree.Core.Helm.Charts;

/// <summary>YAML of a chart's own files.</summary>
internal static class ChartYaml
{
    /// <summary>The document's value before it goes through JSON: integers, fractions and texts are still told apart.</summary>
    public static object? ReadScalarsAsTyped(GoString text)
    {
        try
        {
            YamlStream stream = [];
            stream.Load(new StringReader(text.ToString()));
            return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode);
        }
        catch (YamlException error)
        {
            throw new GoException($"error converting YAML to JSON: yaml: line {error.Start.Line}: {error.Message}", error);
        }
    }

    public static GoMap ReadMap(GoString text) => ReadScalarsAsTyped(text) switch
    {
        null => new GoMap(),
        GoMap map => map,
        var other => throw new GoException(
            $"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {(other is GoSlice ? "array" : "string")} into Go value of type map[string]interface {{}}"),
    };

    public static IEnumerable<GoString> Split(GoString text) => text.ToString().Split("\n---\n").Select(GoString.FromText);

    public static string FloatText(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);

    private static object? Convert(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                GoMap map = new();
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                {
                    map[((YamlScalarNode)key).Value ?? ""] = Convert(value);
                }

                return map;
            case YamlSequenceNode sequence:
                return new GoSlice([.. sequence.Children.Select(Convert)]);
            default:
                YamlScalarNode scalar = (YamlScalarNode)node;
                string text = scalar.Value ?? "";
                return scalar.Style != ScalarStyle.Plain ? GoString.FromText(text)
                    : text is "" or "null" or "~" ? null
                    : text is "true" or "yes" or "on" or "y" ? true
                    : text is "false" or "no" or "off" or "n" ? false
                    : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
                    : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction) ? fraction
                    : GoString.FromText(text);
        }
    }
}
