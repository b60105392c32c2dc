using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Names inside messages.</summary>
internal static class ChartText
{
    /// <summary>Go's <c>%q</c>.</summary>
    public static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A plain value as Go's encoding/json writes it.</summary>
    public static GoString Json(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        GoString text => JsonText(text.ToString()),
        double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        GoMap map => "{" + string.Join(",", map.Select(pair => JsonText(pair.Key.ToString()) + ":" + Json(pair.Value))) + "}",
        GoSlice list => "[" + string.Join(",", list.Select(Json)) + "]",
        _ => throw new ArgumentException(value.ToString()),
    };

    private static string JsonText(string text)
    {
        System.Text.StringBuilder json = new("\"");
        foreach (char character in text)
        {
            _ = character switch
            {
                '"' or '\\' => json.Append('\\').Append(character),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => json.Append($"\\u{(int)character:x4}"),
                _ => json.Append(character),
            };
        }

        return json.Append('"').ToString();
    }
}
