using System.Text.Json;

namespace Neutree.Core.Go;

/// <summary>Go's <c>encoding/json</c>.</summary>
public static class GoJson
{
    public static object? Decode(GoString json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.Memory);
            return Convert(document.RootElement);
        }
        catch (JsonException refusal)
        {
            throw new GoException(refusal.Message, refusal);
        }
    }

    private static object? Convert(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                GoMap map = new();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    map[property.Name] = Convert(property.Value);
                }

                return map;
            case JsonValueKind.Array:
                return new GoSlice([.. element.EnumerateArray().Select(Convert)]);
            case JsonValueKind.String:
                return GoString.FromText(element.GetString()!);
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.Null:
                return null;
            default:
                return element.GetBoolean();
        }
    }
}
