using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, reflection: types, kinds and deep equality.</summary>
internal static class ReflectFunctions
{
    public static void AddTo(FunctionTable table) => table.Add(
        GoFunction.From<object?, GoString>("typeOf", ValueKinds.TypeNameOf),
        GoFunction.From<GoString, object?, bool>("typeIs", static (target, value) => target == ValueKinds.TypeNameOf(value)),
        GoFunction.From<GoString, object?, bool>("typeIsLike", IsTypeOrPointer),
        GoFunction.From<object?, GoString>("kindOf", ValueKinds.NameOf),
        GoFunction.From<GoString, object?, bool>("kindIs", static (target, value) => target == ValueKinds.NameOf(value)),
        GoFunction.From<object?, object?, bool>("deepEqual", GoDeepEqual.AreEqual));

    private static bool IsTypeOrPointer(GoString target, object? value)
    {
        GoString type = ValueKinds.TypeNameOf(value);
        return target == type || "*" + target == type;
    }
}
