using System.Globalization;
using System.Runtime.CompilerServices;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>Takes values over as Helm holds them, without a way through JSON text.</summary>
internal static class GoValueReader
{
    /// <param name="value">Null, a bool, a number, a <see cref="GoString"/>, a <see cref="GoSlice"/> or a <see cref="GoMap"/>.</param>
    /// <exception cref="SchemaException">The value is of another type, or nested too deeply.</exception>
    public static JsonValue Read(object? value) => Read(value, 1);

    private static JsonValue Read(object? value, int depth)
    {
        if (depth > JsonValueReader.MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SchemaException.TooDeep($"the values are nested deeper than {JsonValueReader.MaximumDepth} levels");
        }

        switch (value)
        {
            case null:
                return JsonValue.Null;
            case bool truth:
                return JsonValue.Boolean(truth);
            case GoString text:
                return JsonValue.String(text.ToString());
            case double number when double.IsFinite(number):
                return JsonValue.Numeric(number.ToString("R", CultureInfo.InvariantCulture));
            case nint or long or int or ulong:
                return JsonValue.Numeric(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
            case GoMap map:
                return ReadMap(map, depth);
            case GoSlice slice:
                JsonValue[] items = new JsonValue[slice.Count];
                for (int index = 0; index < items.Length; index++)
                {
                    items[index] = Read(slice[index], depth + 1);
                }

                return JsonValue.Array(items);
            default:
                throw SchemaException.Invalid($"invalid jsonType {(value as IGoValue)?.Type.ToString() ?? value.GetType().Name}");
        }
    }

    private static JsonValue ReadMap(GoMap map, int depth)
    {
        KeyValuePair<string, JsonValue>[] members = new KeyValuePair<string, JsonValue>[map.Count];
        int count = 0;
        foreach ((GoString name, object? member) in map)
        {
            members[count++] = new(name.ToString(), Read(member, depth + 1));
        }

        return JsonValue.Object(members);
    }
}
