using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Values;

/// <summary>One walk over a chart and the charts inside it that fills values with their defaults.</summary>
/// <param name="own">The tables that may be written to.</param>
/// <param name="logger">Hears where a table meets something else.</param>
/// <param name="keepsNulls">Whether a null stays; else it takes the default away.</param>
internal sealed class ChartCoalescing(OwnTables own, ILogger logger, bool keepsNulls)
{
    private static readonly GoString Global = "global";

    private readonly TableMerger _tables = new(own, logger);

    /// <param name="chart">The chart.</param>
    /// <param name="values">An own table with the chart's values so far.</param>
    /// <param name="path">Names of the charts above, with dots.</param>
    /// <exception cref="ValuesException">The value for a chart inside the chart is no table, or values are nested too deeply.</exception>
    public void Coalesce(Chart chart, GoMap values, string path)
    {
        ValuesDepth.Check();
        string chartPath = TableMerger.Join(path, chart.Name);
        GoString[] names = [.. chart.Dependencies.Select(static child => GoString.FromText(child.Name))];
        FillWithDefaults(chart.Values, values, [.. names], chartPath);
        for (int index = 0; index < names.Length; index++)
        {
            CoalesceChild(chart.Dependencies[index], names[index], values, chartPath);
        }
    }

    private void FillWithDefaults(GoMap defaults, GoMap values, HashSet<GoString> children, string path)
    {
        foreach ((GoString key, object? value) in defaults)
        {
            if (!values.TryGetValue(key, out object? existing))
            {
                values[key] = value;
            }
            else if (existing is null && !keepsNulls)
            {
                values.Remove(key);
            }
            else if (existing is GoMap table)
            {
                FillTable(values, key, table, value, path, keepsNulls || children.Contains(key));
            }
        }
    }

    private void FillTable(GoMap values, GoString key, GoMap table, object? value, string path, bool keepsNullsHere)
    {
        if (value is GoMap defaults)
        {
            _tables.Merge(own.Own(values, key, table), defaults, TableMerger.Join(path, key.ToString()), keepsNullsHere);
        }
        else if (value is not null)
        {
            logger.LogWarning("warning: skipped value for {Path}.{Key}: Not a table.", path, key);
        }
    }

    private void CoalesceChild(Chart child, GoString name, GoMap values, string path)
    {
        GoMap table;
        if (!values.TryGetValue(name, out object? existing))
        {
            table = own.Create();
            values[name] = table;
        }
        else
        {
            table = existing is GoMap found ? own.Own(values, name, found) : throw NotATable(name, existing);
        }

        HandDownGlobals(values, table, path);
        Coalesce(child, table, path);
    }

    private void HandDownGlobals(GoMap from, GoMap to, string path)
    {
        GoMap target = own.Create();
        if (to.TryGetValue(Global, out object? existing))
        {
            if (existing is not GoMap table)
            {
                logger.LogWarning("warning: skipping globals because destination {Key} is not a table.", Global);
                return;
            }

            target = own.Own(to, Global, table);
        }

        if (from.TryGetValue(Global, out object? given))
        {
            if (given is not GoMap source)
            {
                logger.LogWarning("warning: skipping globals because source {Key} is not a table.", Global);
                return;
            }

            HandDownEntries(own.Own(from, Global, source), target, path);
        }

        to[Global] = target;
    }

    private void HandDownEntries(GoMap source, GoMap target, string path)
    {
        foreach ((GoString key, object? value) in source)
        {
            target.TryGetValue(key, out object? existing);
            if (value is GoMap table)
            {
                HandDownTable(source, target, key, table, path);
            }
            else if (existing is GoMap)
            {
                logger.LogWarning("key {Key} is table. Skipping", key);
            }
            else
            {
                target[key] = value;
            }
        }
    }

    private void HandDownTable(GoMap source, GoMap target, GoString key, GoMap table, string path)
    {
        // Helm copies only the first level: what a chart below adds to a deeper one is seen above and beside it. Those levels are
        // made own ones before they are shared, so that it stays so.
        GoMap shared = own.Own(source, key, table);
        own.OwnAll(shared);
        GoMap handed = own.Copy(shared);
        if (target.TryGetValue(key, out object? existing))
        {
            if (existing is not GoMap given)
            {
                logger.LogWarning("Conflict: cannot merge map onto non-map for {Key}. Skipping.", GoQuote.Quote(key));
                return;
            }

            _tables.Merge(handed, given, TableMerger.Join(path, key.ToString()), keepsNulls: true);
        }

        target[key] = handed;
    }

    private static ValuesException NotATable(GoString name, object? value) =>
        new("Values.NotATable", ErrorKind.InvalidData, $"type mismatch on {name}: {GoFormat.Sprintf("%t", [value])}")
        {
            Recommendation = $"{name} is a chart inside the chart: its values have to be a table.",
        };
}
