using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>Finds values by names with dots, which can't name keys that hold a dot (Helm 4.1 <c>Values.PathValue</c>, <c>Values.Table</c>).</summary>
internal static class ValuesPath
{
    /// <summary>The value at a path, which may be null but is no table.</summary>
    public static bool TryGetValue(GoMap values, string path, out object? value)
    {
        int dot = path.LastIndexOf('.');
        GoMap? table = values;
        if (dot >= 0 && !TryGetTable(values, path[..dot], out table, out _))
        {
            value = null;
            return false;
        }

        return table!.TryGetValue(path[(dot + 1)..], out value) && value is not GoMap;
    }

    /// <summary>The table at a path.</summary>
    /// <param name="values">Where the path begins.</param>
    /// <param name="path">Names with dots.</param>
    /// <param name="table">The table, or null.</param>
    /// <param name="missing">The name in the path that is no table.</param>
    public static bool TryGetTable(GoMap values, string path, [NotNullWhen(true)] out GoMap? table, [NotNullWhen(false)] out string? missing)
    {
        table = values;
        foreach (string name in path.Split('.'))
        {
            table = table[name] as GoMap;
            if (table is null)
            {
                missing = name;
                return false;
            }
        }

        missing = null;
        return true;
    }
}
