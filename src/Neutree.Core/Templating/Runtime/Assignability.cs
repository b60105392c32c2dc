using Neutree.Core.Go;

namespace Neutree.Core.Templating.Runtime;

/// <summary>Which values may stand in a place of a type (Go specification, "Assignability").</summary>
internal static class Assignability
{
    public static bool IsAssignable(GoType from, GoType to)
    {
        if (ReferenceEquals(from, to) || from.IsIdenticalTo(to))
        {
            return true;
        }

        if (to.Kind == GoKind.Interface)
        {
            return !to.IsNamed;
        }

        // A named map or slice type and an unnamed one of the same shape stand for each other.
        return from.Kind == to.Kind
            && from.Kind is GoKind.Map or GoKind.Slice or GoKind.Pointer
            && !(from.IsNamed && to.IsNamed)
            && from.Element is not null && to.Element is not null
            && from.Element.IsIdenticalTo(to.Element);
    }

    /// <summary>An assignable value as the type of the place has it.</summary>
    public static object? Convert(object? value, GoType to) => value switch
    {
        GoMap map when to.Kind == GoKind.Map && !ReferenceEquals(map.Type, to) && !map.Type.IsIdenticalTo(to) => map.As(to),
        GoSlice slice when to.Kind == GoKind.Slice && !ReferenceEquals(slice.Type, to) && !slice.Type.IsIdenticalTo(to) =>
            slice.IsNil ? GoSlice.NilOf(to) : new GoSlice(slice.ToArray(), to),
        _ => value,
    };
}
