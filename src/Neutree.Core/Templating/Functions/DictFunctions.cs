using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, dictionaries: maps with text keys, changed in place by <c>set</c>, <c>unset</c> and the merging functions.</summary>
internal static class DictFunctions
{
    public static void AddTo(FunctionTable table) => table.Add(
        GoFunction.Variadic("dict", [], GoType.Interface, GoType.Map, Dict),
        GoFunction.From<GoMap, GoString, object?>("get", static (map, key) => map.TryGetValue(key, out object? value) ? value : GoString.Empty),
        GoFunction.From<GoMap, GoString, object?, GoMap>("set", Set),
        GoFunction.From<GoMap, GoString, GoMap>("unset", Unset),
        GoFunction.From<GoMap, GoString, bool>("hasKey", static (map, key) => map.ContainsKey(key)),
        GoFunction.Variadic("pluck", [GoType.String], GoType.Map, GoType.Slice, Pluck),
        GoFunction.Variadic("keys", [], GoType.Map, GoType.StringSlice, Keys),
        GoFunction.From<GoMap, GoSlice>("values", static map => new GoSlice([.. map.Select(static entry => entry.Value)])),
        GoFunction.Variadic("pick", [GoType.Map], GoType.String, GoType.Map, Pick),
        GoFunction.Variadic("omit", [GoType.Map], GoType.String, GoType.Map, Omit),
        GoFunction.Variadic("dig", [], GoType.Interface, GoType.Interface, Dig),
        Merging("merge", overwrite: false),
        Merging("mustMerge", overwrite: false),
        Merging("mergeOverwrite", overwrite: true),
        Merging("mustMergeOverwrite", overwrite: true),
        GoFunction.From<object?, object?>("deepCopy", DeepCopy.Of),
        GoFunction.From<object?, object?>("mustDeepCopy", DeepCopy.Of));

    private static GoMap Dict(ReadOnlySpan<object?> arguments)
    {
        GoMap map = new(capacity: (arguments.Length + 1) / 2);
        for (int index = 0; index < arguments.Length; index += 2)
        {
            map[Casting.ToText(arguments[index])] = index + 1 < arguments.Length ? arguments[index + 1] : GoString.Empty;
        }

        return map;
    }

    private static GoMap Set(GoMap map, GoString key, object? value)
    {
        map[key] = value;
        return map;
    }

    private static GoMap Unset(GoMap map, GoString key)
    {
        map.Remove(key);
        return map;
    }

    private static GoSlice Pluck(ReadOnlySpan<object?> arguments)
    {
        GoString key = (GoString)arguments[0]!;
        List<object?> found = [];
        foreach (object? map in arguments[1..])
        {
            if (((GoMap)map!).TryGetValue(key, out object? value))
            {
                found.Add(value);
            }
        }

        return new GoSlice([.. found]);
    }

    private static GoSlice Keys(ReadOnlySpan<object?> maps)
    {
        List<object?> keys = [];
        foreach (object? map in maps)
        {
            keys.AddRange(((GoMap)map!).SortedKeys);
        }

        return new GoSlice([.. keys], GoType.StringSlice);
    }

    private static GoMap Pick(ReadOnlySpan<object?> arguments)
    {
        GoMap map = (GoMap)arguments[0]!;
        GoMap picked = new();
        foreach (object? argument in arguments[1..])
        {
            GoString key = (GoString)argument!;
            if (map.TryGetValue(key, out object? value))
            {
                picked[key] = value;
            }
        }

        return picked;
    }

    private static GoMap Omit(ReadOnlySpan<object?> arguments)
    {
        GoMap map = (GoMap)arguments[0]!;
        GoMap rest = map.IsNil ? new GoMap() : map.ShallowCopy().As(GoType.Map);
        foreach (object? key in arguments[1..])
        {
            rest.Remove((GoString)key!);
        }

        return rest;
    }

    private static object? Dig(ReadOnlySpan<object?> arguments)
    {
        if (arguments.Length < 3)
        {
            throw new GoException("dig needs at least three arguments");
        }

        GoMap map = ValueKinds.Assert<GoMap>(arguments[^1], GoType.Map);
        ReadOnlySpan<object?> path = arguments[..^2];
        foreach (object? key in path)
        {
            ValueKinds.Assert<GoString>(key, GoType.String);
        }

        for (int index = 0; index < path.Length - 1; index++)
        {
            if (!map.TryGetValue((GoString)path[index]!, out object? step))
            {
                return arguments[^2];
            }

            map = ValueKinds.Assert<GoMap>(step, GoType.Map);
        }

        return map.TryGetValue((GoString)path[^1]!, out object? value) ? value : arguments[^2];
    }

    private static GoFunction Merging(string name, bool overwrite) =>
        GoFunction.Variadic(name, [GoType.Map], GoType.Map, GoType.Interface, arguments =>
        {
            GoMap target = (GoMap)arguments[0]!;
            foreach (object? source in arguments[1..])
            {
                target = MapMerge.Merge(target, (GoMap)source!, overwrite);
            }

            return target;
        });
}
