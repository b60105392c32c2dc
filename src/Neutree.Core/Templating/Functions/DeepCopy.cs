using System.Runtime.CompilerServices;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Copies maps and lists all the way down (mitchellh/copystructure 1.2).</summary>
internal static class DeepCopy
{
    /// <exception cref="GoException">The value is nil, or nested too deeply.</exception>
    public static object? Of(object? value) => value is null ? throw new GoException("reflect: call of reflect.Value.Type on zero Value") : Copy(value);

    private static object? Copy(object? value) => value switch
    {
        GoMap { IsNil: false } map => CopyMap(map),
        GoSlice { IsNil: false } list => CopyList(list),
        VersionValue version => version.Blank,
        _ => value,
    };

    private static GoMap CopyMap(GoMap map)
    {
        EnsureStack();
        GoMap copy = map.ShallowCopy();
        foreach ((GoString key, object? value) in map)
        {
            if (value is GoMap or GoSlice or VersionValue)
            {
                copy[key] = Copy(value);
            }
        }

        return copy;
    }

    private static GoSlice CopyList(GoSlice list)
    {
        EnsureStack();
        return list.TryGetBytes(out _) ? list : new GoSlice(Array.ConvertAll(list.ToArray(), Copy), list.Type);
    }

    private static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new GoException("value nested too deeply to be copied");
        }
    }
}
