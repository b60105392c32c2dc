using System.Text.Unicode;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>go-yaml 3 with an indentation of 2: values are written as they are, lines aren't broken.</summary>
internal sealed class GoYaml3Dialect : YamlDialect
{
    private const int Base64LineLength = 70;

    private GoYaml3Dialect()
    {
    }

    public static GoYaml3Dialect Instance { get; } = new();

    public override YamlKeyOrder KeyOrder => YamlKeyOrder.Version3;

    public override int Width => int.MaxValue;

    public override bool IndentsSequences => true;

    public override bool AllowsTabs => true;

    public override object? Simplify(object? value)
    {
        if (value is IGoJsonValue json)
        {
            return json.JsonValue is GoString text && json.Type.Text == "time.Time" ? new YamlPlainText(text) : Simplify(json.JsonValue);
        }

        return value switch
        {
            IGoStruct fields => FieldsOf(fields, static field => field.Name.ToLowerInvariant()),
            null or bool or GoString or GoMap or GoSlice => value,
            GoFunction function => throw Unsupported(function.Type),
            IGoMembers => new GoMap(),
            _ when IsNumber(value) => value,
            _ => throw Unsupported(GoType.Of(value)!),
        };
    }

    public override GoString Prepare(GoString text, out bool isBinary)
    {
        isBinary = !Utf8.IsValid(text.Span);
        if (!isBinary)
        {
            return text;
        }

        ReadOnlySpan<char> encoded = Convert.ToBase64String(text.Span);
        GoStringBuilder lines = new(encoded.Length + 16);
        bool isLong = encoded.Length >= Base64LineLength;
        while (!encoded.IsEmpty)
        {
            ReadOnlySpan<char> line = encoded[..Math.Min(Base64LineLength, encoded.Length)];
            lines.AppendText(line);
            if (isLong)
            {
                lines.Append((byte)'\n');
            }

            encoded = encoded[line.Length..];
        }

        return lines.ToGoString();
    }

    public override void AppendNumber(GoStringBuilder output, object number)
    {
        if (!TryAppendInteger(output, number))
        {
            YamlNumbers.AppendFloat(output, number is float single ? single : (double)number, number is float);
        }
    }

    public override GoException Cycle(GoType type) => new YamlException($"yaml: a value of type {type} holds itself");

    private static YamlException Unsupported(GoType type) => new($"cannot marshal type: {type}");
}
