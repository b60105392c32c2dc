using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>Takes JSON over from System.Text.Json, as Go's encoding/json reads it.</summary>
internal static class JsonValueReader
{
    /// <summary>How deep a document may be nested.</summary>
    public const int MaximumDepth = 1000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaximumDepth };

    /// <exception cref="SchemaException">The text is not JSON, or nested too deeply.</exception>
    public static JsonValue Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Options);
            return Read(document.RootElement);
        }
        catch (JsonException problem)
        {
            throw new SchemaException("Schema.InvalidJson", ErrorKind.InvalidData, $"the schema isn't valid JSON: {problem.Message}", problem)
            {
                Recommendation = "Correct values.schema.json at the line that the message names.",
            };
        }
    }

    /// <exception cref="SchemaException">The value is nested too deeply.</exception>
    public static JsonValue Read(JsonElement element) => Read(element, 1);

    private static JsonValue Read(JsonElement element, int depth)
    {
        if (depth > MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SchemaException.TooDeep("JSON is nested deeper than " + MaximumDepth + " levels");
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return JsonValue.Null;
            case JsonValueKind.True:
            case JsonValueKind.False:
                return JsonValue.Boolean(element.ValueKind == JsonValueKind.True);
            case JsonValueKind.Number:
                return JsonValue.Numeric(element.GetRawText());
            case JsonValueKind.String:
                return JsonValue.String(Content(element));
            case JsonValueKind.Array:
                JsonValue[] items = new JsonValue[element.GetArrayLength()];
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    items[index++] = Read(item, depth + 1);
                }

                return JsonValue.Array(items);
            case JsonValueKind.Object:
                List<KeyValuePair<string, JsonValue>> members = new(element.GetPropertyCount());
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    members.Add(new(Name(member), Read(member.Value, depth + 1)));
                }

                return JsonValue.Object(members);
            default:
                throw new ArgumentException($"an element of kind {element.ValueKind} holds no JSON", nameof(element));
        }
    }

    // System.Text.Json throws where a string holds half a surrogate pair or broken UTF-8; Go puts U+FFFD there.
    private static string Content(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            string raw = element.GetRawText();
            return Unescape(raw.AsSpan(1, raw.Length - 2));
        }
    }

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            string raw = member.ToString();
            int end = raw.Length - member.Value.GetRawText().Length;
            return Unescape(raw.AsSpan(1, raw.AsSpan(0, end).LastIndexOf('"') - 1));
        }
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        StringBuilder content = new(raw.Length);
        for (int at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\')
            {
                content.Append(raw[at]);
                continue;
            }

            at++;
            if (raw[at] == 'u')
            {
                content.Append((char)Convert.ToInt32(raw.Slice(at + 1, 4).ToString(), 16));
                at += 4;
                continue;
            }

            content.Append(raw[at] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var same => same });
        }

        // Encoding replaces each half that stands alone.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(content.ToString()));
    }
}
