using System.Buffers;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>
/// sigs.k8s.io/yaml <c>Marshal</c>: values become JSON, that is read as YAML, and go-yaml 2 writes it. The steps between leave their
/// traces in text and numbers, which are applied here without making the JSON.
/// </summary>
internal sealed class SigsYamlDialect : YamlDialect
{
    /// <summary>What passes through JSON and back as it is.</summary>
    private static readonly SearchValues<byte> Unchanged = SearchValues.Create([.. Enumerable.Range(0, 0x7F).Select(static code => (byte)code)]);

    /// <summary>The JSON that a value becomes is read as YAML, which finds no key beyond this length, quotes included.</summary>
    private const int MaxJsonKeyLength = 1024;

    private SigsYamlDialect()
    {
    }

    public static SigsYamlDialect Instance { get; } = new();

    public override YamlKeyOrder KeyOrder => YamlKeyOrder.Version2;

    public override int Width => 80;

    public override bool IndentsSequences => false;

    public override bool AllowsTabs => false;

    public override object? Simplify(object? value)
    {
        while (value is IGoJsonValue json)
        {
            value = json.JsonValue;
        }

        return value switch
        {
            null or bool or GoString => value,
            GoMap map => map.IsNil ? null : map,
            GoSlice { IsNil: true } => null,
            GoSlice slice => slice.TryGetBytes(out ReadOnlyMemory<byte> bytes) ? (GoString)Convert.ToBase64String(bytes.Span) : slice,
            double number when !double.IsFinite(number) => throw Unsupported(number),
            float number when !float.IsFinite(number) => throw Unsupported(number),
            IGoStruct fields => FieldsOf(fields, static field => field.JsonName ?? field.Name),
            GoFunction function => throw UnsupportedType(function.Type),
            IGoMembers => new GoMap(),
            _ when IsNumber(value) => value,
            _ => throw UnsupportedType(GoType.Of(value)!),
        };
    }

    public override GoString Prepare(GoString text, out bool isBinary)
    {
        isBinary = false;
        if (!text.Span.ContainsAnyExcept(Unchanged))
        {
            return text;
        }

        GoString valid = YamlText.WithoutInvalid(text);
        GoRunes runes = valid.Runes;
        bool hasNextLine = false;
        while (runes.MoveNext())
        {
            int rune = runes.Current.Value;
            if (rune is 0x7F or (>= 0x80 and <= 0x9F and not 0x85) or 0xFFFE or 0xFFFF)
            {
                throw new YamlException("yaml: control characters are not allowed");
            }

            hasNextLine |= rune == 0x85;
        }

        return hasNextLine ? Refold(valid) : valid;
    }

    public override YamlException? KeyProblem(GoString key)
    {
        // One character of text takes at most six in JSON.
        if (6 * key.Length < MaxJsonKeyLength - 2 && !key.Span.Contains((byte)0xC2))
        {
            return null;
        }

        int length = 2;
        int lines = 0;
        GoRunes runes = key.Runes;
        while (runes.MoveNext())
        {
            lines += runes.Current.Value == 0x85 ? 1 : 0;
            length += runes.Current.Value switch
            {
                '"' or '\\' or '\b' or '\f' or '\n' or '\r' or '\t' => 2,
                < 0x20 or '<' or '>' or '&' or 0x2028 or 0x2029 => 6,
                _ => runes.IsValid ? 1 : 6,
            };
        }

        return lines == 0 && length <= MaxJsonKeyLength ? null
            : new YamlException($"yaml: {(lines == 0 ? "" : $"line {lines}: ")}did not find expected ',' or '}}'");
    }

    public override void AppendNumber(GoStringBuilder output, object number)
    {
        if (TryAppendInteger(output, number))
        {
            return;
        }

        bool isSingle = number is float;
        double value = isSingle ? (float)number : (double)number;
        if (value == 0)
        {
            output.Append((byte)'0');
            return;
        }

        // JSON has no exponent for a whole number of this size, so it comes back as an integer, if it is in the range of one.
        if (Math.Abs(value) < 1e21 && Math.Truncate(value) == value)
        {
            int start = output.Length;
            GoNumbers.AppendFloat(output, value, 'f', -1, isSingle ? 32 : 64);
            if (YamlNumbers.TryParseInteger(output.Written[start..], out _, out _))
            {
                return;
            }

            output.Truncate(start);
        }

        YamlNumbers.AppendFloat(output, value, isSingle);
    }

    public override GoException Cycle(GoType type) => new YamlException($"error marshaling into JSON: json: unsupported value: encountered a cycle via {type}");

    private static YamlException Unsupported(double number) =>
        new($"error marshaling into JSON: json: unsupported value: {(double.IsNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf")}");

    private static YamlException UnsupportedType(GoType type) => new($"error marshaling into JSON: json: unsupported type: {type}");

    /// <summary>U+0085 is no escape in JSON but a line break to YAML, so the quoted text is folded.</summary>
    private static GoString Refold(GoString text)
    {
        GoStringBuilder quoted = new(text.Length + 16);
        quoted.Append((byte)'"');
        GoRunes runes = text.Runes;
        while (runes.MoveNext())
        {
            int rune = runes.Current.Value;
            if (rune is '"' or '\\' or < 0x20 or 0x2028 or 0x2029)
            {
                quoted.AppendText($"\\u{rune:x4}");
            }
            else
            {
                quoted.Append(runes.Current);
            }
        }

        quoted.Append((byte)'"');
        return YamlComposer.Compose(quoted.ToGoString())!.Value;
    }
}
