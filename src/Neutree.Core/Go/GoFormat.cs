using System.Globalization;

namespace Neutree.Core.Go;

internal static class GoFormat
{
    public static GoString Sprintf(GoString format, ReadOnlySpan<object?> args)
    {
        string text = format.ToString();
        foreach (object? arg in args)
        {
            int at = text.IndexOf('%', StringComparison.Ordinal);
            if (at >= 0)
            {
                text = text[..at] + ToText(arg).ToString() + text[(at + 2)..];
            }
        }

        return text;
    }

    public static GoString Sprint(ReadOnlySpan<object?> args) => string.Concat(args.ToArray().Select(arg => ToText(arg).ToString()));

    public static GoString Sprintln(ReadOnlySpan<object?> args) => string.Join(' ', args.ToArray().Select(arg => ToText(arg).ToString())) + "\n";

    public static void AppendValue(GoStringBuilder output, object? value) => output.Append(ToText(value));

    public static GoString ToText(object? value) => value switch
    {
        null => "<nil>",
        GoString text => text,
        bool truth => truth ? "true" : "false",
        GoMap map => "map[" + string.Join(' ', map.Select(pair => $"{pair.Key}:{ToText(pair.Value)}")) + "]",
        GoSlice slice => "[" + string.Join(' ', slice.Select(item => ToText(item).ToString())) + "]",
        IGoStringer stringer => stringer.GoText,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
