using System.Numerics;
using System.Runtime.CompilerServices;

namespace Neutree.Core.Go;

/// <summary>Go's <c>reflect.DeepEqual</c>: same type and same content all the way down; a nil map or slice isn't an empty one.</summary>
public static class GoDeepEqual
{
    /// <exception cref="GoException">The values are nested too deeply to be compared, or hold themselves.</exception>
    public static bool AreEqual(object? left, object? right)
    {
        switch (left)
        {
            case null:
                return right is null;
            case GoString text:
                return right is GoString other && text.Equals(other);
            case double number:
                // Unlike Equals, == has no NaN equal to itself.
                return right is double otherNumber && number == otherNumber;
            case float number:
                return right is float otherFloat && number == otherFloat;
            case Complex number:
                return right is Complex otherComplex && number == otherComplex;
            case GoMap map:
                return right is GoMap otherMap && HaveSameType(map, otherMap) && AreMapsEqual(map, otherMap);
            case GoSlice slice:
                return right is GoSlice otherSlice && HaveSameType(slice, otherSlice) && AreSlicesEqual(slice, otherSlice);
            case GoFunction:
                return false;
            case IGoStruct structure:
                return right is IGoStruct otherStructure && HaveSameType(structure, otherStructure) && AreFieldsEqual(structure, otherStructure);
            default:
                return left.Equals(right);
        }
    }

    private static bool HaveSameType(IGoValue left, IGoValue right) => left.Type.IsIdenticalTo(right.Type);

    private static bool AreMapsEqual(GoMap left, GoMap right)
    {
        if (left.IsNil != right.IsNil || left.Count != right.Count)
        {
            return false;
        }

        if (ReferenceEquals(left, right))
        {
            return true;
        }

        EnsureStack();
        foreach ((GoString key, object? value) in left)
        {
            if (!right.TryGetValue(key, out object? other) || !AreEqual(value, other))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSlicesEqual(GoSlice left, GoSlice right)
    {
        if (left.IsNil != right.IsNil || left.Count != right.Count)
        {
            return false;
        }

        if (ReferenceEquals(left, right))
        {
            return true;
        }

        EnsureStack();
        for (int index = 0; index < left.Count; index++)
        {
            if (!AreEqual(left[index], right[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreFieldsEqual(IGoStruct left, IGoStruct right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        EnsureStack();
        for (int index = 0; index < left.Fields.Count; index++)
        {
            if (!AreEqual(left.Fields[index].Value, right.Fields[index].Value))
            {
                return false;
            }
        }

        return true;
    }

    private static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new GoException("values nested too deeply to be compared");
        }
    }
}
