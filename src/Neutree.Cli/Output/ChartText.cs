using System.Text;
using Neutree.Core.Helm.Charts;

namespace Neutree.Cli.Output;

/// <summary>What a chart says of itself, as <c>helm show</c> prints it; the overview and the dependencies as tables.</summary>
internal static class ChartText
{
    private static readonly string[] DependencyHead = ["NAME", "VERSION", "REPOSITORY", "STATUS"];

    public static string Definition(ChartInfo chart) => chart.Definition + "\n";

    public static string Values(ChartInfo chart) => chart.Values is { } values ? values + "\n" : "";

    public static string Readme(ChartInfo chart) => chart.Readme is { } readme ? readme + "\n" : "";

    public static string Crds(ChartInfo chart) =>
        string.Concat(chart.Crds.Select(static crd => (crd.StartsWith("---", StringComparison.Ordinal) ? "" : "---\n") + crd + "\n"));

    public static string All(ChartInfo chart) =>
        Definition(chart) + "---\n" + Values(chart) + (chart.Readme is null ? "" : "---\n" + Readme(chart)) + Crds(chart);

    public static string Dependencies(ChartInfo chart)
    {
        using StringWriter text = new();
        using (TableOutput<ChartDependencyInfo> table = new(text, DependencyHead, static dependency =>
            [dependency.Name, dependency.Version, dependency.Repository, StatusWord(dependency)]))
        {
            foreach (ChartDependencyInfo dependency in chart.Dependencies)
            {
                table.Write(dependency);
            }
        }

        return text.ToString();
    }

    public static string Overview(ChartInfo chart)
    {
        StringBuilder text = new();
        Add("Name", chart.Name);
        Add("Version", chart.Version);
        Add("App version", chart.AppVersion);
        Add("Description", chart.Description);
        Add("Type", chart.Type);
        Add("Kubernetes", chart.KubeVersion);
        Add("Home", chart.Metadata.Home);
        Add("Maintainers", string.Join(", ", chart.Metadata.Maintainers.Select(static maintainer => maintainer.Name)));
        Add("Deprecated", chart.Deprecated ? "yes" : "");
        return chart.Dependencies.Count == 0 ? text.ToString() : $"{text}\n{Dependencies(chart)}";

        void Add(string label, string value)
        {
            if (value.Length > 0)
            {
                text.Append($"{label + ":",-14}{value}\n");
            }
        }
    }

    private static string StatusWord(ChartDependencyInfo dependency) => dependency.State switch
    {
        ChartDependencyState.Present => "present",
        ChartDependencyState.WrongVersion => "wrong version: " + dependency.PresentVersion,
        _ => "missing",
    };
}
