using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Go;

/// <summary>JSON as Go's <c>encoding/json</c> reads and writes it: sorted keys, escapes for HTML, Go's error texts.</summary>
public static class GoJson
{
    /// <summary>Compact JSON in which <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> are escaped (Go <c>json.Marshal</c>).</summary>
    /// <exception cref="GoException">A value that JSON can't hold: a function, NaN, a map that holds itself.</exception>
    public static GoString Encode(object? value) => Encode(value, new JsonLayout(EscapesHtml: true));

    /// <summary>Compact JSON without escapes for HTML, and without the line's end that Go's encoder adds.</summary>
    /// <inheritdoc cref="Encode(object?)" path="/exception"/>
    public static GoString EncodeRaw(object? value) => Encode(value, new JsonLayout(EscapesHtml: false));

    /// <summary>JSON with an element a line (Go <c>json.MarshalIndent</c>).</summary>
    /// <inheritdoc cref="Encode(object?)" path="/exception"/>
    public static GoString EncodeIndent(object? value, GoString prefix, GoString indent) =>
        Encode(value, new JsonLayout(EscapesHtml: true, prefix, indent));

    /// <summary>The value of a JSON text: null, bool, float64, string, <c>[]interface {}</c> or <c>map[string]interface {}</c>.</summary>
    /// <exception cref="GoException">The text is no JSON, or holds a number that no float64 is.</exception>
    public static object? Decode(GoString json) => TryDecode(json, out object? value, out string? error) ? value : throw new GoException(error);

    /// <summary>
    /// As <see cref="Decode"/>, but a number without point and exponent is an <c>int64</c> where it fits, as in Kubernetes' dynamic objects
    /// (k8s.io/apimachinery <c>util/json</c>).
    /// </summary>
    /// <exception cref="GoException">As for <see cref="Decode"/>.</exception>
    public static object? DecodeKeepingIntegers(ReadOnlySpan<byte> json)
    {
        JsonReader reader = new(json, keepIntegers: true);
        return reader.TryRead(out object? value) && reader.Error is null ? value : throw new GoException(reader.Error!);
    }

    /// <summary>Reads JSON without throwing. Where only a number is out of range, the value is there beside the error, with nil for that number.</summary>
    public static bool TryDecode(GoString json, out object? value, [NotNullWhen(false)] out string? error)
    {
        JsonReader reader = new(json.Span);
        bool isJson = reader.TryRead(out value);
        error = reader.Error;
        return isJson && error is null;
    }

    /// <summary>Reads a JSON object; <c>null</c> gives the nil map.</summary>
    /// <exception cref="GoException">The text is no JSON or no object.</exception>
    public static GoMap DecodeMap(GoString json) => TryDecodeMap(json, out GoMap map, out string? error) ? map : throw new GoException(error);

    /// <summary>Reads a JSON object without throwing.</summary>
    /// <param name="json">The text.</param>
    /// <param name="map">Beside an error an empty map, or one without the numbers that are out of range.</param>
    /// <param name="error">Go's error.</param>
    public static bool TryDecodeMap(GoString json, out GoMap map, [NotNullWhen(false)] out string? error)
    {
        _ = TryDecode(json, out object? value, out error);
        map = value as GoMap ?? (error is null && value is null ? GoMap.NilOf(GoType.Map) : new GoMap());
        error ??= value is null or GoMap ? null : Mismatch(value, GoType.Map).Message;
        return error is null;
    }

    /// <summary>Reads a JSON array; <c>null</c> gives the nil slice.</summary>
    /// <exception cref="GoException">The text is no JSON or no array.</exception>
    public static GoSlice DecodeSlice(GoString json) => Decode(json) switch
    {
        GoSlice slice => slice,
        null => GoSlice.NilOf(GoType.Slice),
        { } other => throw Mismatch(other, GoType.Slice),
    };

    private static GoString Encode(object? value, JsonLayout layout)
    {
        GoStringBuilder output = new();
        new JsonWriter(output, layout).Write(value);
        return output.ToGoString();
    }

    private static GoException Mismatch(object value, GoType wanted)
    {
        return new GoException($"json: cannot unmarshal {JsonTypeName.Of(value)} into Go value of type {wanted.Text}");
    }
}
