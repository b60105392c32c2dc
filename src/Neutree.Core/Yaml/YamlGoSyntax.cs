using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Nodes in the syntax of Go's source (<c>%#v</c> of what go-yaml 2 decodes), which some of its messages hold.</summary>
internal static class YamlGoSyntax
{
    /// <summary>A nil inside of a collection.</summary>
    public const string Nil = "interface {}(nil)";

    /// <exception cref="YamlException">The node is nested too deeply.</exception>
    public static string Of(YamlNode node)
    {
        StringBuilder output = new();
        Append(output, node);
        return output.ToString();
    }

    private static void Append(StringBuilder output, YamlNode node)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new YamlException("yaml: exceeded max depth of 10000", node.Line + 1);
        }

        node = node.Target ?? node;
        switch (node.Kind)
        {
            case YamlEventKind.Scalar:
                Append(output, YamlResolver.Resolve(node));
                break;
            case YamlEventKind.SequenceStart:
                output.Append("[]interface {}{");
                for (int index = 0; index < node.Children.Count; index++)
                {
                    output.Append(index == 0 ? "" : ", ");
                    Append(output, node.Children[index]);
                }

                output.Append('}');
                break;
            default:
                AppendMapping(output, node);
                break;
        }
    }

    private static void AppendMapping(StringBuilder output, YamlNode node)
    {
        List<(YamlScalar Key, YamlNode Value)> entries = [];
        Collect(node, entries);
        output.Append("map[interface {}]interface {}{");
        string separator = "";
        foreach ((YamlScalar key, YamlNode value) in entries.OrderBy(static entry => entry.Key, Comparer<YamlScalar>.Create(Compare)))
        {
            output.Append(separator);
            Append(output, key);
            output.Append(':');
            Append(output, value);
            separator = ", ";
        }

        output.Append('}');
    }

    private static void Collect(YamlNode node, List<(YamlScalar Key, YamlNode Value)> entries)
    {
        for (int index = 0; index < node.Children.Count; index += 2)
        {
            YamlNode key = node.Children[index].Target ?? node.Children[index];
            YamlNode value = node.Children[index + 1];
            if (key.IsMergeKey)
            {
                YamlNode merged = value.Target ?? value;
                foreach (YamlNode source in merged.Kind == YamlEventKind.SequenceStart ? merged.Children.AsEnumerable().Reverse() : [merged])
                {
                    Collect(source.Target ?? source, entries);
                }

                continue;
            }

            YamlScalar scalar = YamlResolver.Resolve(key);
            entries.RemoveAll(entry => Compare(entry.Key, scalar) == 0);
            entries.Add((scalar, value));
        }
    }

    /// <summary>The order in which <c>fmt</c> prints a map with keys of several types.</summary>
    private static int Compare(YamlScalar left, YamlScalar right)
    {
        int kinds = Rank(left.Kind).CompareTo(Rank(right.Kind));
        return kinds != 0 ? kinds : left.Kind switch
        {
            YamlScalarKind.Null => 0,
            YamlScalarKind.Bool or YamlScalarKind.Int => left.Bits.CompareTo(right.Bits),
            YamlScalarKind.Uint => ((ulong)left.Bits).CompareTo((ulong)right.Bits),
            YamlScalarKind.Float => left.Number.CompareTo(right.Number),
            _ => left.Text.CompareTo(right.Text),
        };
    }

    /// <summary>Go orders types by where they lie in the program; this is the order in helm's, the same in its versions 3.17 and 4.1.</summary>
    private static int Rank(YamlScalarKind kind) => kind switch
    {
        YamlScalarKind.Null => 0,
        YamlScalarKind.Uint => 2,
        YamlScalarKind.Int => 3,
        YamlScalarKind.Float => 4,
        YamlScalarKind.Bool => 5,
        _ => 1,
    };

    private static void Append(StringBuilder output, YamlScalar scalar)
    {
        switch (scalar.Kind)
        {
            case YamlScalarKind.Null:
                output.Append(Nil);
                break;
            case YamlScalarKind.Bool:
                output.Append(scalar.Bits != 0 ? "true" : "false");
                break;
            case YamlScalarKind.Int:
                output.Append(scalar.Bits);
                break;
            case YamlScalarKind.Uint:
                output.Append(CultureInfo.InvariantCulture, $"0x{scalar.Bits:x}");
                break;
            case YamlScalarKind.Float when double.IsFinite(scalar.Number):
                GoStringBuilder number = new(24);
                YamlNumbers.AppendFloat(number, scalar.Number, isSingle: false);
                output.Append(number);
                break;
            case YamlScalarKind.Float:
                output.Append(double.IsNaN(scalar.Number) ? "NaN" : scalar.Number > 0 ? "+Inf" : "-Inf");
                break;
            default:
                output.Append(GoQuote.Quote(scalar.Text));
                break;
        }
    }
}
