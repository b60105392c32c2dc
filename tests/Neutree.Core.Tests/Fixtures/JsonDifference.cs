using System.Text.Json;
using Neutree.Core.Go;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>Holds a value against the JSON that is expected of it.</summary>
internal static class JsonDifference
{
    /// <summary>The first place where they differ, or null.</summary>
    public static string? Find(JsonElement expected, object? found, string path) => (expected.ValueKind, found) switch
    {
        (JsonValueKind.Object, GoMap map) => FindInMap(expected, map, path),
        (JsonValueKind.Array, GoSlice list) when list.Count == expected.GetArrayLength() =>
            expected.EnumerateArray().Select((item, index) => Find(item, list[index], $"{path}[{index}]")).FirstOrDefault(static difference => difference is not null),
        (JsonValueKind.Null, null) or (JsonValueKind.True, true) or (JsonValueKind.False, false) => null,
        (JsonValueKind.String, GoString text) when text == expected.GetString()! => null,
        (JsonValueKind.Number, long number) when expected.TryGetInt64(out long wanted) && wanted == number => null,
        (JsonValueKind.Number, double number) when expected.GetDouble() == number => null,
        _ => $"{path}: expected {expected}, got {found ?? "null"}",
    };

    private static string? FindInMap(JsonElement expected, GoMap found, string path)
    {
        string[] wanted = [.. expected.EnumerateObject().Select(static entry => entry.Name).Order(StringComparer.Ordinal)];
        string[] present = [.. found.SortedKeys.Select(static key => key.ToString()).Order(StringComparer.Ordinal)];
        return wanted.SequenceEqual(present)
            ? expected.EnumerateObject().Select(entry => Find(entry.Value, found[entry.Name], $"{path}.{entry.Name}")).FirstOrDefault(static difference => difference is not null)
            : $"{path}: expected {expected}, got keys {string.Join(", ", present)}";
    }
}
