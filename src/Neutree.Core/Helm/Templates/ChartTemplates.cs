using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Templates;

/// <summary>Collects the templates of a chart and the charts inside it, each with the objects it sees.</summary>
internal static class ChartTemplates
{
    /// <summary>In the order they are parsed: the deepest path first, so that what a parent defines is read last and holds.</summary>
    /// <param name="chart">The root.</param>
    /// <param name="top">Values, Release and Capabilities of the run.</param>
    public static IReadOnlyList<ChartTemplate> Collect(Chart chart, GoMap top)
    {
        Dictionary<string, ChartTemplate> found = [];
        Collect(chart, top, found);
        ChartTemplate[] templates = [.. found.Values];
        Array.Sort(templates, static (left, right) => Compare(right.Name, left.Name));
        return templates;
    }

    private static GoMap Collect(Chart chart, GoMap above, Dictionary<string, ChartTemplate> found)
    {
        GoMap subcharts = new();
        GoMap objects = new();
        objects["Chart"] = ChartMetadataMap.Create(chart);
        objects["Files"] = new ChartFileSet(chart.Files);
        objects["Release"] = above["Release"];
        objects["Capabilities"] = above["Capabilities"];
        objects["Values"] = chart.IsRoot ? above["Values"] : Table(above, chart.Name) ?? new GoMap(HelmTypes.Values);
        objects["Subcharts"] = subcharts;
        foreach (Chart child in chart.Dependencies)
        {
            subcharts[child.Name] = Collect(child, objects, found);
        }

        foreach (ChartFile file in chart.Templates)
        {
            string name = PathJoin(chart.FullPath, file.Name);
            ChartTemplate template = new(name, file.Data, objects, PathJoin(chart.FullPath, "templates"));
            if (!chart.Metadata.IsLibrary || template.IsPartial)
            {
                found[name] = template;
            }
        }

        return objects;
    }

    /// <summary>The table of values below a chart's name, which dots divide as in any path of values.</summary>
    private static GoMap? Table(GoMap objects, string chartName)
    {
        GoMap? table = objects["Values"] as GoMap;
        foreach (string part in chartName.Split('.'))
        {
            table = table?[part] as GoMap;
        }

        return table?.As(HelmTypes.Values);
    }

    private static string PathJoin(string folder, string name) => folder + "/" + name;

    private static int Compare(string left, string right)
    {
        int byDepth = left.AsSpan().Count('/') - right.AsSpan().Count('/');
        return byDepth != 0 ? byDepth : GoString.FromText(left).CompareTo(right);
    }
}
