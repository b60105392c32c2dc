using System.Text.Json;
using Neutree.Core.Go;

namespace Neutree.Core.Tests.Templating;

/// <summary>Makes Go values of JSON, as a chart's values are: all numbers are <c>float64</c>.</summary>
internal static class CaseValues
{
    public static object? From(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                GoMap map = new();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    map[property.Name] = From(property.Value);
                }

                return map;
            case JsonValueKind.Array:
                return new GoSlice([.. element.EnumerateArray().Select(From)]);
            case JsonValueKind.String:
                return (GoString)element.GetString()!;
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.True or JsonValueKind.False:
                return Boxed.Bool(element.GetBoolean());
            default:
                return null;
        }
    }
}
