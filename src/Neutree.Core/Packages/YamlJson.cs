using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Neutree.Core.Packages;

/// <summary>Turns YAML that stands for JSON (a values schema written out) into JSON text.</summary>
internal static class YamlJson
{
    private const int MaxDepth = 64;
    private const int MaxSize = 4 * 1024 * 1024;

    /// <exception cref="FormatException">Deeper or larger than any schema: aliases can blow up a small document.</exception>
    public static string Write(YamlNode node)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(writer, node, 0);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node, int depth)
    {
        if (depth > MaxDepth || writer.BytesCommitted + writer.BytesPending > MaxSize)
        {
            throw new FormatException("it is too large or nested too deeply");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                writer.WriteStartObject();
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                {
                    writer.WritePropertyName(key is YamlScalarNode name ? name.Value ?? "" : throw new FormatException("a key is not a text"));
                    Write(writer, value, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                writer.WriteStartArray();
                foreach (YamlNode item in sequence.Children)
                {
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteScalar(writer, (YamlScalarNode)node);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalarNode scalar)
    {
        if (YamlFields.IsNull(scalar))
        {
            writer.WriteNullValue();
        }
        else if (scalar.Style != ScalarStyle.Plain)
        {
            writer.WriteStringValue(scalar.Value);
        }
        else if (scalar.Value is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
        {
            writer.WriteBooleanValue(scalar.Value[0] is 't' or 'T');
        }
        else if (long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            writer.WriteNumberValue(integer);
        }
        else if (double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(scalar.Value);
        }
    }
}
