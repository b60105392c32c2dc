using System.Globalization;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3's functions between texts and lists of texts.</summary>
internal static class ListTextFunctions
{
    private static readonly GoType[] SplitParameters = [GoType.String, GoType.String];

    public static void AddTo(FunctionTable table)
    {
        table.Add(
            GoFunction.From("join", (GoString separator, object? list) => Join(Casting.ToStrings(list), separator)),
            new GoFunction("sortAlpha", [GoType.Interface], isVariadic: false, GoType.StringSlice, arguments => Sort(arguments[0])),
            new GoFunction("toStrings", [GoType.Interface], isVariadic: false, GoType.StringSlice, arguments => GoSlice.OfStrings(Casting.ToStrings(arguments[0]))),
            new GoFunction("splitList", SplitParameters, isVariadic: false, GoType.StringSlice, arguments =>
                GoSlice.OfStrings(Split((GoString)arguments[1]!, (GoString)arguments[0]!, -1))),
            new GoFunction("split", SplitParameters, isVariadic: false, GoType.StringMap, arguments =>
                Numbered(Split((GoString)arguments[1]!, (GoString)arguments[0]!, -1))),
            new GoFunction("splitn", [GoType.String, GoType.Int, GoType.String], isVariadic: false, GoType.StringMap, arguments =>
                Numbered(Split((GoString)arguments[2]!, (GoString)arguments[0]!, (nint)arguments[1]!))));
    }

    private static GoString Join(IReadOnlyList<GoString> texts, GoString separator)
    {
        GoStringBuilder joined = new();
        for (int index = 0; index < texts.Count; index++)
        {
            if (index > 0)
            {
                joined.Append(separator);
            }

            joined.Append(texts[index]);
        }

        return joined.ToGoString();
    }

    /// <summary>Go's <c>strings.SplitN</c>: at most <paramref name="limit"/> parts, all where it is negative; an empty separator parts the runes.</summary>
    private static List<GoString> Split(GoString text, GoString separator, nint limit)
    {
        List<GoString> parts = [];
        if (limit == 0)
        {
            return parts;
        }

        ReadOnlySpan<byte> rest = text.Span;
        while (limit < 0 || parts.Count < limit - 1)
        {
            int length;
            int width = separator.Length;
            if (width > 0)
            {
                length = rest.IndexOf(separator.Span);
            }
            else
            {
                GoRunes runes = new(rest);
                length = runes.MoveNext() && runes.Width < rest.Length ? runes.Width : -1;
            }

            if (length < 0)
            {
                break;
            }

            parts.Add(GoString.FromBytes(rest[..length]));
            rest = rest[(length + width)..];
        }

        if (separator.Length > 0 || !rest.IsEmpty)
        {
            parts.Add(GoString.FromBytes(rest));
        }

        return parts;
    }

    private static GoMap Numbered(List<GoString> parts)
    {
        GoMap map = new(GoType.StringMap, parts.Count);
        for (int index = 0; index < parts.Count; index++)
        {
            map[string.Create(CultureInfo.InvariantCulture, $"_{index}")] = parts[index];
        }

        return map;
    }

    private static GoSlice Sort(object? list)
    {
        GoString[] texts = list is GoSlice ? [.. Casting.ToStrings(list)] : [Casting.ToText(list)];
        Array.Sort(texts, static (left, right) => left.CompareTo(right));
        return GoSlice.OfStrings(texts);
    }
}
