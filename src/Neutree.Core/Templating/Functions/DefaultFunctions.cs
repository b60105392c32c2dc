using System.Numerics;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, defaults and flow: what counts as empty, and choices by it.</summary>
internal static class DefaultFunctions
{
    public static void AddTo(FunctionTable table) => table.Add(
        GoFunction.From<GoString>("hello", static () => "Hello!"),
        GoFunction.Variadic("default", [GoType.Interface], GoType.Interface, GoType.Interface, static arguments =>
            arguments.Length < 2 || IsEmpty(arguments[1]) ? arguments[0] : arguments[1]),
        GoFunction.From<object?, bool>("empty", IsEmpty),
        GoFunction.Variadic("coalesce", [], GoType.Interface, GoType.Interface, Coalesce),
        GoFunction.Variadic("all", [], GoType.Interface, GoType.Bool, static values => Boxed.Bool(CountEmpty(values) == 0)),
        GoFunction.Variadic("any", [], GoType.Interface, GoType.Bool, static values => Boxed.Bool(CountEmpty(values) < values.Length)),
        GoFunction.From<object?, object?, bool, object?>("ternary", static (then, otherwise, condition) => condition ? then : otherwise),
        GoFunction.From<GoString, GoString>("fail", static message => throw new GoException(message.ToString())));

    /// <summary>Whether a value is its type's zero, or a list, map or text without content; a struct never is.</summary>
    public static bool IsEmpty(object? value) => value switch
    {
        null => true,
        GoString text => text.IsEmpty,
        bool flag => !flag,
        nint number => number == 0,
        long number => number == 0,
        double number => number == 0,
        GoMap map => map.Count == 0,
        GoSlice list => list.Count == 0,
        int number => number == 0,
        byte number => number == 0,
        nuint number => number == 0,
        ulong number => number == 0,
        sbyte number => number == 0,
        short number => number == 0,
        ushort number => number == 0,
        uint number => number == 0,
        float number => number == 0,
        Complex number => number == Complex.Zero,
        _ => IsZeroNumber(value),
    };

    /// <summary>Numbers with a type of their own, such as <c>time.Duration</c>.</summary>
    private static bool IsZeroNumber(object value) => value is IGoNumber { Number: 0 };

    private static object? Coalesce(ReadOnlySpan<object?> values)
    {
        foreach (object? value in values)
        {
            if (!IsEmpty(value))
            {
                return value;
            }
        }

        return null;
    }

    private static int CountEmpty(ReadOnlySpan<object?> values)
    {
        int count = 0;
        foreach (object? value in values)
        {
            count += IsEmpty(value) ? 1 : 0;
        }

        return count;
    }
}
