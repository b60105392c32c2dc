using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>
/// Knows which tables one operation has made and may write to; all others belong to somebody else and are copied before the first
/// write. So merging costs what it changes, where Helm copies all values of all charts over and over.
/// </summary>
internal sealed class OwnTables
{
    private readonly HashSet<GoMap> _own = new(ReferenceEqualityComparer.Instance);

    public bool Contains(GoMap table) => _own.Contains(table);

    public GoMap Create() => Register(new GoMap());

    /// <summary>A table with the same entries; the tables in it belong to whom they belonged.</summary>
    public GoMap Copy(GoMap table) => Register(table.ShallowCopy());

    /// <summary>The table at a key, copied there if it isn't an own one.</summary>
    /// <param name="parent">An own table.</param>
    /// <param name="key">Where <paramref name="table"/> is in it.</param>
    /// <param name="table">The table that is there.</param>
    public GoMap Own(GoMap parent, GoString key, GoMap table)
    {
        if (Contains(table))
        {
            return table;
        }

        GoMap copy = Copy(table);
        parent[key] = copy;
        return copy;
    }

    /// <summary>Makes all tables within an own table own ones, those in lists too.</summary>
    /// <exception cref="ValuesException">They are nested too deeply.</exception>
    public void OwnAll(GoMap table)
    {
        ValuesDepth.Check();
        foreach ((GoString key, object? value) in table)
        {
            switch (value)
            {
                case GoMap inner:
                    OwnAll(Own(table, key, inner));
                    break;
                case GoSlice list when HasForeignTables(list):
                    table[key] = OwnItems(list);
                    break;
            }
        }
    }

    private GoSlice OwnItems(GoSlice list)
    {
        ValuesDepth.Check();
        object?[] items = list.ToArray();
        for (int index = 0; index < items.Length; index++)
        {
            switch (items[index])
            {
                case GoMap table:
                    GoMap own = Contains(table) ? table : Copy(table);
                    OwnAll(own);
                    items[index] = own;
                    break;
                case GoSlice inner when HasForeignTables(inner):
                    items[index] = OwnItems(inner);
                    break;
            }
        }

        return new GoSlice(items, list.Type) { Capacity = list.Capacity };
    }

    private bool HasForeignTables(GoSlice list)
    {
        if (list.ElementType.Kind != GoKind.Interface)
        {
            return false;
        }

        ValuesDepth.Check();
        for (int index = 0; index < list.Count; index++)
        {
            if ((list[index] is GoMap table && !Contains(table)) || (list[index] is GoSlice inner && HasForeignTables(inner)))
            {
                return true;
            }
        }

        return false;
    }

    private GoMap Register(GoMap table)
    {
        _own.Add(table);
        return table;
    }
}
