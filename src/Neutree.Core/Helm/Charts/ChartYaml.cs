using System.Globalization;
using Neutree.Core.Go;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Neutree.Core.Helm.Charts;

/// <summary>YAML of a chart's own files.</summary>
internal static class ChartYaml
{
    /// <summary>The document's value before it goes through JSON: integers, fractions and texts are still told apart.</summary>
    public static object? ReadScalarsAsTyped(GoString text)
    {
        try
        {
            Parser parser = new(new StringReader(text.ToString()));
            parser.Consume<StreamStart>();
            return parser.Accept<StreamEnd>(out _) ? null : Document(parser);
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

    /// <summary>The text of a value, ended by a line break.</summary>
    public static GoString Write(object? value) => ChartJson.Write(value) + "\n";

    private static object? Document(Parser parser)
    {
        parser.Consume<DocumentStart>();
        return Node(parser, []);
    }

    private static object? Node(Parser parser, Dictionary<AnchorName, object?> anchors)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.GetValueOrDefault(alias.Value);
        }

        object? value;
        AnchorName anchor = ((NodeEvent)parser.Current!).Anchor;
        if (parser.TryConsume<MappingStart>(out _))
        {
            GoMap map = new();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                string key = parser.Consume<Scalar>().Value;
                object? item = Node(parser, anchors);
                if (key == "<<" && item is GoMap merged)
                {
                    foreach ((GoString name, object? inherited) in merged)
                    {
                        map[name] = inherited;
                    }
                }
                else
                {
                    map[key] = item;
                }
            }

            value = map;
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            List<object?> items = [];
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(parser, anchors));
            }

            value = new GoSlice([.. items]);
        }
        else
        {
            value = Convert(parser.Consume<Scalar>());
        }

        if (!anchor.IsEmpty)
        {
            anchors[anchor] = value;
        }

        return value;
    }

    private static object? Convert(Scalar scalar)
    {
        string text = scalar.Value;
        return scalar.Style != ScalarStyle.Plain ? GoString.FromText(text)
            : text is "" or "null" or "~" ? null
            : text is "true" or "yes" or "on" or "y" ? true
            : text is "false" or "no" or "off" or "n" ? false
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction) ? fraction
            : GoString.FromText(text);
    }
}
