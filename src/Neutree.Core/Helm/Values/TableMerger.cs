using Microsoft.Extensions.Logging;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>Fills a table with the entries of another that it lacks, table by table (Helm 4.1 <c>CoalesceTables</c>, <c>MergeTables</c>).</summary>
/// <param name="own">The tables that may be written to.</param>
/// <param name="logger">Hears where a table meets something else.</param>
internal sealed class TableMerger(OwnTables own, ILogger logger)
{
    /// <param name="target">An own table; what it holds wins.</param>
    /// <param name="source">What it is filled with.</param>
    /// <param name="path">Where both are, for warnings; may be empty.</param>
    /// <param name="keepsNulls">Whether a null in the target stays; else it takes the entry away that the source has.</param>
    /// <exception cref="ValuesException">The tables are nested too deeply.</exception>
    public void Merge(GoMap target, GoMap source, string path, bool keepsNulls)
    {
        if (ReferenceEquals(target, source))
        {
            return;
        }

        ValuesDepth.Check();
        foreach ((GoString key, object? value) in source)
        {
            if (!target.TryGetValue(key, out object? existing))
            {
                target[key] = value;
            }
            else if (existing is null)
            {
                if (value is not null && !keepsNulls)
                {
                    target.Remove(key);
                }
            }
            else
            {
                MergeEntry(target, key, existing, value, path, keepsNulls);
            }
        }

        if (keepsNulls && own.Contains(source))
        {
            CarryNulls(target, source);
        }
    }

    /// <summary>The path of an entry: names with dots.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>
    /// Helm writes the target's nulls into the source too. That is seen where the source stays in use: a table that is imported into a
    /// parent's values remains among the values of its chart.
    /// </summary>
    private static void CarryNulls(GoMap target, GoMap source)
    {
        foreach ((GoString key, object? value) in target)
        {
            if (value is null)
            {
                source[key] = null;
            }
        }
    }

    private void MergeEntry(GoMap target, GoString key, object existing, object? value, string path, bool keepsNulls)
    {
        GoMap? table = existing as GoMap;
        if (value is GoMap source)
        {
            if (table is not null)
            {
                Merge(own.Own(target, key, table), source, Join(path, key.ToString()), keepsNulls);
            }
            else
            {
                logger.LogWarning(
                    "warning: cannot overwrite table with non table for {Path} ({Value})", Join(path, key.ToString()), GoFormat.ToText(value));
            }
        }
        else if (table is not null && value is not null)
        {
            logger.LogWarning(
                "warning: destination for {Path} is a table. Ignoring non-table value ({Value})", Join(path, key.ToString()), GoFormat.ToText(value));
        }
    }
}
