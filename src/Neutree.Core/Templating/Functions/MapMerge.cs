using System.Runtime.CompilerServices;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Merges one map into another in place, as mergo 1.0 does with its defaults and with <c>WithOverride</c>.</summary>
internal static class MapMerge
{
    /// <summary>Merges <paramref name="source"/> into <paramref name="target"/>.</summary>
    /// <param name="target">The map that is changed; a nil one is replaced.</param>
    /// <param name="source">The map to take entries from; its maps and lists are shared, not copied.</param>
    /// <param name="overwrite">Whether an entry replaces one that isn't empty.</param>
    /// <returns>The merged map.</returns>
    /// <exception cref="GoException">The maps are nested too deeply.</exception>
    public static GoMap Merge(GoMap target, GoMap source, bool overwrite)
    {
        if (target.IsNil && !source.IsNil)
        {
            target = new GoMap(target.Type, source.Count);
        }

        MergeEntries(target, source, overwrite);
        return target;
    }

    private static void MergeEntries(GoMap target, GoMap source, bool overwrite)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new GoException("maps nested too deeply to be merged");
        }

        foreach ((GoString key, object? value) in source)
        {
            bool exists = target.TryGetValue(key, out object? existing);
            if (value is null)
            {
                if (overwrite)
                {
                    Put(target, key, value, source);
                }
            }
            else if (value is GoMap from && existing is GoMap { IsNil: false } into)
            {
                MergeEntries(into, from, overwrite);
                if (into.Count == 0)
                {
                    Put(target, key, value, source);
                }
            }
            else if (overwrite || !exists || IsEmpty(existing))
            {
                Put(target, key, value, source);
            }
        }
    }

    private static void Put(GoMap target, GoString key, object? value, GoMap source)
    {
        GoType from = source.Type.Element!;
        GoType into = target.Type.Element!;
        if (into.Kind != GoKind.Interface && !from.IsIdenticalTo(into))
        {
            throw new GoException($"reflect.Value.SetMapIndex: value of type {from.Text} is not assignable to type {into.Text}");
        }

        target[key] = value;
    }

    /// <summary>Mergo's notion, in which a complex number is never empty.</summary>
    private static bool IsEmpty(object? value) => value is not System.Numerics.Complex && DefaultFunctions.IsEmpty(value);
}
