using Neutree.Core.Go;

namespace Neutree.Core.Templating.Runtime;

/// <summary>What an action prints for a value: <c>fmt.Fprint</c>'s text, of what a pointer points to.</summary>
internal static class PrintedValue
{
    /// <summary>What is printed for no value.</summary>
    public static GoString NoValue { get; } = "<no value>";

    private static readonly GoString StringMethod = "String";

    /// <summary>Writes a value; false where it can't be printed.</summary>
    public static bool TryAppend(GoStringBuilder output, TypedValue value)
    {
        switch (value.Data)
        {
            case GoString text:
                output.Append(text);
                return true;
            case null:
                if (value.Place is { Kind: GoKind.Func })
                {
                    return false;
                }

                output.Append(value.IsValid ? "<nil>"u8 : NoValue.Span);
                return true;
            case GoFunction:
                return false;
            case IGoStruct { Type.Kind: GoKind.Pointer } pointer and not IGoStringer:
                AppendTarget(output, pointer);
                return true;
            case IGoStruct and not IGoStringer and IGoMembers addressable
                when value.Place is { Kind: GoKind.Struct } && addressable.TryGetMethod(StringMethod, out GoFunction? method):
                // A String method of the pointer: an action takes the address of a field it prints; fmt, and what an interface held, has none.
                output.Append((GoString)method.Invoke([])!);
                return true;
            default:
                GoFormat.AppendValue(output, value.Data);
                return true;
        }
    }

    private static void AppendTarget(GoStringBuilder output, IGoStruct pointer)
    {
        GoStringBuilder whole = new();
        GoFormat.AppendValue(whole, pointer);
        output.Append(whole.Written is [(byte)'&', ..] ? whole.Written[1..] : whole.Written);
    }
}
