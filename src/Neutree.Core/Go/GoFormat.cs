using System.Globalization;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>Go's <c>fmt</c> for single values.</summary>
public static class GoFormat
{
    public static GoString Sprintf(GoString format, ReadOnlySpan<object?> args) => format.ToString() switch
    {
        "%q" => $"[{string.Join(' ', ((GoSlice)args[0]!).Select(rune => $"'{new Rune((int)rune!)}'"))}]",
        "%t" when args[0] is bool flag => flag ? "true" : "false",
        "%t" when args[0] is null => "%!t(<nil>)",
        "%t" => $"%!t({GoType.Of(args[0])!.Text}={ToText(args[0])})",
        _ => throw new ArgumentException($"{format} isn't known", nameof(format)),
    };

    public static GoString ToText(object? value) => value switch
    {
        null => "<nil>",
        bool flag => flag ? "true" : "false",
        GoMap map => $"map[{string.Join(' ', map.Select(entry => $"{entry.Key}:{ToText(entry.Value)}"))}]",
        GoSlice slice => $"[{string.Join(' ', slice.Select(ToText))}]",
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };
}
