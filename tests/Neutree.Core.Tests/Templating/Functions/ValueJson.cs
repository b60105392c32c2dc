using System.Text.Json.Nodes;
using Neutree.Core.Go;

namespace Neutree.Core.Tests.Templating.Functions;

/// <summary>A Go value as the JSON that helm prints for it, independent of the encoder under test elsewhere.</summary>
internal static class ValueJson
{
    public static JsonNode? Of(object? value) => value switch
    {
        null or GoMap { IsNil: true } or GoSlice { IsNil: true } => null,
        bool flag => JsonValue.Create(flag),
        nint number => JsonValue.Create((long)number),
        long number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        GoString text => JsonValue.Create(text.ToString()),
        GoSlice bytes when bytes.TryGetBytes(out ReadOnlyMemory<byte> content) => JsonValue.Create(Convert.ToBase64String(content.Span)),
        GoSlice list => new JsonArray([.. list.Select(Of)]),
        GoMap map => new JsonObject(map.Select(static entry => KeyValuePair.Create(entry.Key.ToString(), Of(entry.Value)))),
        IGoJsonValue own => Of(own.JsonValue),
        IGoNumber number => JsonValue.Create(number.Number),
        _ => new JsonObject(),
    };
}
