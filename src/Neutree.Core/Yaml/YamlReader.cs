using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>
/// Reads YAML as sigs.k8s.io/yaml <c>Unmarshal</c> does: by the rules of YAML 1.1 as go-yaml 2 has them, then as JSON, so that all
/// numbers are <c>float64</c> and all keys text. Only the first document of a text is read.
/// </summary>
public static class YamlReader
{
    private static readonly GoString PositiveInfinity = ".inf";

    /// <summary>The value of a document: null, bool, double, <see cref="GoString"/>, <see cref="GoMap"/> or <see cref="GoSlice"/>.</summary>
    /// <exception cref="YamlException">The text is no YAML, or no value that JSON can hold.</exception>
    public static object? Read(GoString text) => Decode(text, keepIntegers: false, isStrict: false);

    /// <summary>As <see cref="Read"/>, but a key that is set twice in a mapping is an error.</summary>
    /// <exception cref="YamlException">As for <see cref="Read"/>, and for such keys.</exception>
    public static object? ReadStrict(GoString text) => Decode(text, keepIntegers: false, isStrict: true);

    /// <summary>As <see cref="Read"/>, but an integer is a Go <c>int</c>, or <c>uint64</c> where it is too large for that.</summary>
    /// <exception cref="YamlException">As for <see cref="Read"/>.</exception>
    public static object? ReadKeepingIntegers(GoString text) => Decode(text, keepIntegers: true, isStrict: false);

    /// <summary>A mapping; empty where the document is empty or null.</summary>
    /// <param name="text">The document.</param>
    /// <param name="type">The map's type; <c>map[string]interface {}</c> if null.</param>
    /// <exception cref="YamlException">As for <see cref="Read"/>, and where the document is no mapping.</exception>
    public static GoMap ReadMap(GoString text, GoType? type = null) => ToMap(Read(text), type ?? GoType.Map);

    /// <summary>As <see cref="ReadMap"/>, but a key that is set twice in a mapping is an error.</summary>
    /// <exception cref="YamlException">As for <see cref="ReadMap"/>, and for such keys.</exception>
    public static GoMap ReadMapStrict(GoString text, GoType? type = null) => ToMap(ReadStrict(text), type ?? GoType.Map);

    /// <summary>A sequence; empty where the document is empty or null.</summary>
    /// <exception cref="YamlException">As for <see cref="Read"/>, and where the document is no sequence.</exception>
    public static GoSlice ReadSlice(GoString text) => Read(text) switch
    {
        null => new GoSlice([]),
        GoSlice slice => slice,
        { } other => throw Mismatch(other, GoType.Slice),
    };

    /// <summary>
    /// What a scalar of <see cref="ReadKeepingIntegers"/> becomes where text is wanted, such as a chart's <c>appVersion: 1.10</c>; null for
    /// what stays as it is.
    /// </summary>
    public static GoString? TextOf(object? value) => value switch
    {
        GoString text => text,
        bool flag => ScalarText(YamlScalar.OfBool(flag, GoString.Empty)),
        nint number => ScalarText(YamlScalar.OfInteger(number, GoString.Empty)),
        ulong number => (GoString)number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        double number => ScalarText(YamlScalar.OfFloat(number, GoString.Empty)),
        _ => null,
    };

    /// <summary>A scalar as a key: floats in single precision, as sigs.k8s.io/yaml prints them.</summary>
    internal static GoString ScalarText(YamlScalar scalar)
    {
        switch (scalar.Kind)
        {
            case YamlScalarKind.Bool:
                return scalar.Bits != 0 ? "true" : "false";
            case YamlScalarKind.Int:
                return scalar.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture);
            case YamlScalarKind.Float:
                if (double.IsFinite(scalar.Number) && !float.IsFinite((float)scalar.Number))
                {
                    return scalar.Number > 0 ? PositiveInfinity : "-.inf";
                }

                GoStringBuilder output = new(24);
                YamlNumbers.AppendFloat(output, scalar.Number, isSingle: true);
                return output.ToGoString();
            default:
                return scalar.Text;
        }
    }

    private static object? Decode(GoString text, bool keepIntegers, bool isStrict)
    {
        try
        {
            return YamlComposer.Compose(text) is { } root ? new YamlDecoder(keepIntegers, isStrict).Decode(root) : null;
        }
        catch (YamlException error) when (!error.Message.StartsWith("error ", StringComparison.Ordinal))
        {
            throw error.Prefixed("error converting YAML to JSON: ");
        }
    }

    private static GoMap ToMap(object? value, GoType type) => value switch
    {
        null => new GoMap(type),
        GoMap map => type.IsIdenticalTo(map.Type) ? map : map.As(type),
        { } other => throw Mismatch(other, type),
    };

    private static YamlException Mismatch(object value, GoType wanted)
    {
        return new YamlException($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {JsonTypeName.Of(value)} into Go value of type {wanted.Text}");
    }
}
