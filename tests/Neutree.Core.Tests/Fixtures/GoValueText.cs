using System.Text.Json;
using Neutree.Core.Go;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>Go values from the JSON of case files, and as JSON to compare them.</summary>
internal static class GoValueText
{
    /// <summary>The cases of a file that lies beside the tests.</summary>
    public static IReadOnlyList<JsonElement> Cases(params string[] path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine([TestFolders.Repository, "tests", "Neutree.Core.Tests", .. path])));
        return [.. document.RootElement.EnumerateArray().Select(static item => item.Clone())];
    }

    public static object? FromJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                GoMap map = new();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    map[member.Name] = FromJson(member.Value);
                }

                return map;
            case JsonValueKind.Array:
                return new GoSlice([.. element.EnumerateArray().Select(FromJson)]);
            case JsonValueKind.String:
                return (GoString)element.GetString()!;
            case JsonValueKind.Number:
                return element.GetDouble();
            default:
                return element.ValueKind == JsonValueKind.Null ? null : element.GetBoolean();
        }
    }

    /// <summary>A value as Go's JSON encoder prints it, with all numbers as floats.</summary>
    public static string Of(object? value) => GoJson.Encode(WithFloats(value)).ToString();

    public static string Of(JsonElement element) => Of(FromJson(element));

    /// <summary>The text of a case: UTF-8, or bytes in base 64.</summary>
    public static GoString Bytes(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement text)
            ? GoString.FromText(text.GetString()!)
            : GoString.Adopt(Convert.FromBase64String(item.GetProperty("base64").GetString()!));

    private static object? WithFloats(object? value)
    {
        switch (value)
        {
            case GoMap map:
                GoMap copy = new();
                foreach ((GoString key, object? item) in map)
                {
                    copy[key] = WithFloats(item);
                }

                return copy;
            case GoSlice slice:
                return new GoSlice([.. slice.Select(WithFloats)]);
            case long number:
                return (double)number;
            default:
                return value;
        }
    }
}
