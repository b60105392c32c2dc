using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, lists: they take slices of any type and give <c>[]interface {}</c>.</summary>
internal static class ListFunctions
{
    private static readonly GoSlice Nil = GoSlice.NilOf(GoType.Slice);
    private static readonly GoType Chunks = GoType.SliceOf(GoType.Slice);

    public static void AddTo(FunctionTable table)
    {
        foreach (string name in (ReadOnlySpan<string>)["list", "tuple"])
        {
            table.Add(GoFunction.Variadic(name, [], GoType.Interface, GoType.Slice, static items => new GoSlice(items.ToArray())));
        }

        foreach (string name in (ReadOnlySpan<string>)["append", "push", "mustAppend", "mustPush"])
        {
            table.Add(GoFunction.From<object?, object?, GoSlice>(name, Append));
        }

        AddBoth(table, "prepend", static name => GoFunction.From<object?, object?, GoSlice>(name, Prepend));
        AddBoth(table, "first", static name => GoFunction.From<object?, object?>(name, First));
        AddBoth(table, "last", static name => GoFunction.From<object?, object?>(name, Last));
        AddBoth(table, "rest", static name => GoFunction.From<object?, GoSlice>(name, Rest));
        AddBoth(table, "initial", static name => GoFunction.From<object?, GoSlice>(name, Initial));
        AddBoth(table, "reverse", static name => GoFunction.From<object?, GoSlice>(name, Reverse));
        AddBoth(table, "compact", static name => GoFunction.From<object?, GoSlice>(name, Compact));
        AddBoth(table, "uniq", static name => GoFunction.From<object?, GoSlice>(name, Unique));
        AddBoth(table, "has", static name => GoFunction.From<object?, object?, bool>(name, Has));
        AddBoth(table, "without", static name => GoFunction.Variadic(name, [GoType.Interface], GoType.Interface, GoType.Slice, Without));
        AddBoth(table, "slice", static name => GoFunction.Variadic(name, [GoType.Interface], GoType.Interface, GoType.Interface, Slice));
        AddBoth(table, "chunk", static name => new GoFunction(name, [GoType.Int, GoType.Interface], isVariadic: false, Chunks,
            static arguments => Chunk((nint)arguments[0]!, arguments[1])));
        table.Add(GoFunction.Variadic("concat", [], GoType.Interface, GoType.Interface, Concat));
    }

    private static void AddBoth(FunctionTable table, string name, Func<string, GoFunction> create) =>
        table.Add(create(name), create("must" + char.ToUpperInvariant(name[0]) + name[1..]));

    private static GoSlice Append(object? list, object? item) => new([.. ValueKinds.ListOf(list, "Cannot push on type "), item]);

    private static GoSlice Prepend(object? list, object? item) => new([item, .. ValueKinds.ListOf(list, "Cannot prepend on type ")]);

    private static object? First(object? list) => ValueKinds.ListOf(list, "Cannot find first on type ") is { Count: > 0 } items ? items[0] : null;

    private static object? Last(object? list) => ValueKinds.ListOf(list, "Cannot find last on type ") is { Count: > 0 } items ? items[^1] : null;

    private static GoSlice Rest(object? list) =>
        ValueKinds.ListOf(list, "Cannot find rest on type ") is { Count: > 0 } items ? new GoSlice(items.ToArray()[1..]) : Nil;

    private static GoSlice Initial(object? list) =>
        ValueKinds.ListOf(list, "Cannot find initial on type ") is { Count: > 0 } items ? new GoSlice(items.ToArray()[..^1]) : Nil;

    private static GoSlice Reverse(object? list)
    {
        object?[] items = ValueKinds.ListOf(list, "Cannot find reverse on type ").ToArray();
        Array.Reverse(items);
        return new GoSlice(items);
    }

    private static GoSlice Compact(object? list)
    {
        List<object?> kept = [];
        foreach (object? item in ValueKinds.ListOf(list, "Cannot compact on type "))
        {
            if (!DefaultFunctions.IsEmpty(item))
            {
                kept.Add(item);
            }
        }

        return new GoSlice([.. kept]);
    }

    private static GoSlice Unique(object? list)
    {
        List<object?> kept = [];
        HashSet<object> scalars = [];
        foreach (object? item in ValueKinds.ListOf(list, "Cannot find uniq on type "))
        {
            // Most lists are of text or numbers, where a set saves comparing each with each.
            if (item is GoString or bool or nint or long ? scalars.Add(item) : !Contains(kept, item))
            {
                kept.Add(item);
            }
        }

        return new GoSlice([.. kept]);
    }

    private static bool Has(object? needle, object? haystack) =>
        haystack is not null && Contains(ValueKinds.ListOf(haystack, "Cannot find has on type "), needle);

    private static GoSlice Without(ReadOnlySpan<object?> arguments)
    {
        object?[] omitted = arguments[1..].ToArray();
        List<object?> kept = [];
        foreach (object? item in ValueKinds.ListOf(arguments[0], "Cannot find without on type "))
        {
            if (!Contains(omitted, item))
            {
                kept.Add(item);
            }
        }

        return new GoSlice([.. kept]);
    }

    private static bool Contains(IReadOnlyList<object?> items, object? needle)
    {
        for (int index = 0; index < items.Count; index++)
        {
            if (GoDeepEqual.AreEqual(needle, items[index]))
            {
                return true;
            }
        }

        return false;
    }

    private static GoSlice? Slice(ReadOnlySpan<object?> arguments)
    {
        GoSlice list = ValueKinds.ListOf(arguments[0], "list should be type of slice or array but ");
        if (list.Count == 0)
        {
            return null;
        }

        nint start = arguments.Length > 1 ? Casting.ToInt(arguments[1]) : 0;
        nint end = arguments.Length > 2 ? Casting.ToInt(arguments[2]) : list.Count;
        return start < 0 || start > end || end > list.Capacity
            ? throw new GoException("reflect.Value.Slice: slice index out of bounds")
            : list.Between((int)start, (int)end);
    }

    private static GoSlice Chunk(nint size, object? list)
    {
        GoSlice items = ValueKinds.ListOf(list, "Cannot chunk type ");

        // Sprig counts in floating point, which lets a negative size of more than the list's length pass.
        double count = Math.Floor((items.Count - 1) / (double)size) + 1;
        if (count == 0)
        {
            return new GoSlice([], Chunks);
        }

        if (size <= 0)
        {
            throw new GoException("runtime error: makeslice: len out of range");
        }

        object?[] chunks = new object?[(int)count];
        object?[] all = items.ToArray();
        for (int index = 0; index < chunks.Length; index++)
        {
            int start = (int)(index * size);
            chunks[index] = new GoSlice(all[start..(int)Math.Min(start + size, all.Length)]);
        }

        return new GoSlice(chunks, Chunks);
    }

    private static GoSlice Concat(ReadOnlySpan<object?> lists)
    {
        List<object?> joined = [];
        foreach (object? list in lists)
        {
            joined.AddRange(list is GoSlice items ? items : throw new GoException(
                list is null ? ValueKinds.NilDereference : $"Cannot concat type {ValueKinds.NameOf(list)} as list"));
        }

        return joined.Count == 0 ? Nil : new GoSlice([.. joined]);
    }
}
