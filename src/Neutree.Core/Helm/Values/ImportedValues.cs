using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Values;

/// <summary>Carries out <c>import-values</c>: tables of a chart's values become defaults of its parent.</summary>
/// <param name="logger">Hears about tables that don't exist.</param>
internal sealed class ImportedValues(ILogger logger)
{
    private static readonly GoString ChildKey = "child";

    private static readonly GoString ParentKey = "parent";

    /// <summary>
    /// Gives a chart and all below it their new default values: their own, over what they import, over the defaults of the charts inside
    /// them, with every null kept. The imports in the metadata take the form of a map with <c>child</c> and <c>parent</c>.
    /// </summary>
    /// <exception cref="ValuesException">The value for a chart inside a chart is no table, or values are nested too deeply.</exception>
    public void Apply(Chart chart)
    {
        ValuesDepth.Check();
        foreach (Chart child in chart.Dependencies)
        {
            Apply(child);
        }

        IReadOnlyList<ChartDependency> dependencies = chart.Metadata.Dependencies;
        if (dependencies.Count == 0)
        {
            return;
        }

        GoMap values = new ValuesCoalescing(logger).Merge(chart, new GoMap());
        if (dependencies.Any(static dependency => dependency.ImportValues.Count > 0))
        {
            ChartDependency[] read = [.. dependencies.Select(static dependency => dependency with { ImportValues = Read(dependency) })];
            values = WithImports(values, read);
            chart.Metadata = chart.Metadata with { Dependencies = read };
        }

        chart.Values = values;
    }

    private static GoMap[] Read(ChartDependency dependency)
    {
        List<GoMap> imports = [];
        foreach (object? import in dependency.ImportValues)
        {
            switch (import)
            {
                case GoMap map when map.Type.IsIdenticalTo(GoType.Map):
                    imports.Add(Import(GoFormat.ToText(map[ChildKey]), GoFormat.ToText(map[ParentKey])));
                    break;
                case GoString name:
                    imports.Add(Import($"exports.{name}", "."));
                    break;
            }
        }

        return [.. imports];
    }

    private static GoMap Import(GoString child, GoString parent) => new(GoType.StringMap) { [ChildKey] = child, [ParentKey] = parent };

    private GoMap WithImports(GoMap values, ChartDependency[] dependencies)
    {
        // As in Helm, what is imported is shared with the values it comes from until all imports are done: two imports into one
        // table change the first one's origin too.
        OwnTables own = new();
        TableMerger tables = new(own, logger);
        GoMap origin = own.Copy(values);
        own.OwnAll(origin);
        GoMap imported = own.Create();
        foreach (ChartDependency dependency in dependencies)
        {
            foreach (object? import in dependency.ImportValues)
            {
                GoMap map = (GoMap)import!;
                if (ValuesPath.TryGetTable(origin, $"{dependency.Name}.{map[ChildKey]}", out GoMap? table, out string? missing))
                {
                    tables.Merge(imported, Nest(table.Count == 0 ? own.Create() : table, $"{map[ParentKey]}", own), path: "", keepsNulls: true);
                }
                else
                {
                    logger.LogWarning(
                        "ImportValues missing table from chart chart={Chart} error={Missing} is not a table", dependency.Name, GoQuote.Quote(missing));
                }
            }
        }

        OwnTables result = new();
        GoMap target = result.Copy(origin);
        result.OwnAll(target);
        new TableMerger(result, logger).Merge(target, imported, path: "", keepsNulls: true);
        return target;
    }

    /// <summary>A table that holds another at a path.</summary>
    private static GoMap Nest(GoMap table, string path, OwnTables own)
    {
        if (path == ".")
        {
            return table;
        }

        string[] names = path.Split('.');
        for (int index = names.Length - 1; index >= 0; index--)
        {
            GoMap outer = own.Create();
            outer[names[index]] = table;
            table = outer;
        }

        return table;
    }
}
