using System.Text;
using Neutree.Core.Helm.Charts;

namespace Neutree.Cli.Output;

/// <summary>What a chart says of itself, as <c>helm show</c> prints it; the overview and the dependencies as tables.</summary>
internal static class ChartText
{
    private static readonly string[] DependencyHead = ["NAME", "VERSION", "REPOSITORY", "STATUS"];

    public static string Definition(ChartDescription chart) => chart.Definition + "\n";

    public static string Values(ChartDescription chart) => chart.Values is { } values ? values + "\n" : "";

    public static string Readme(ChartDescription chart) => chart.Readme is { } readme ? readme + "\n" : "";

    public static string Crds(ChartDescription chart) =>
        string.Concat(chart.Crds.Select(static crd => Document(crd.File.Data.ToString())));

    public static string All(ChartDescription chart) =>
        Definition(chart) + (chart.Values is null ? "" : "---\n" + Values(chart)) + (chart.Readme is null ? "" : "---\n" + Readme(chart)) + Crds(chart);

    public static string Dependencies(ChartDescription chart)
    {
        using StringWriter text = new();
        using (TableOutput<ChartDependencyState> table = new(text, DependencyHead, static dependency =>
            [dependency.Dependency.Name, dependency.Dependency.Version, dependency.Dependency.Repository, StatusWord(dependency)]))
        {
            foreach (ChartDependencyState dependency in chart.Dependencies)
            {
                table.Write(dependency);
            }
        }

        return text.ToString();
    }

    public static string Overview(ChartDescription chart)
    {
        StringBuilder text = new();
        ChartMetadata metadata = chart.Metadata;
        Add("Name", metadata.Name);
        Add("Version", metadata.Version);
        Add("App version", metadata.AppVersion);
        Add("Description", metadata.Description);
        Add("Type", metadata.Type.Length > 0 ? metadata.Type : "application");
        Add("Kubernetes", metadata.KubeVersion);
        Add("Home", metadata.Home);
        Add("Maintainers", string.Join(", ", metadata.Maintainers.Select(static maintainer => maintainer.Name)));
        Add("Deprecated", metadata.Deprecated ? "yes" : "");
        return chart.Dependencies.Count == 0 ? text.ToString() : $"{text}\n{Dependencies(chart)}";

        void Add(string label, string value)
        {
            if (value.Length > 0)
            {
                text.Append($"{label + ":",-14}{value}\n");
            }
        }
    }

    /// <summary>The words of <c>helm dependency list</c>.</summary>
    private static string StatusWord(ChartDependencyState dependency) => dependency.Status switch
    {
        ChartDependencyStatus.Ok => "ok",
        ChartDependencyStatus.Unpacked => "unpacked",
        ChartDependencyStatus.Missing => "missing",
        ChartDependencyStatus.WrongVersion => "wrong version: " + dependency.Version,
        ChartDependencyStatus.InvalidVersion => "invalid version",
        ChartDependencyStatus.TooManyMatches => "too many matches",
        _ => "misnamed",
    };

    private static string Document(string crd) => (crd.StartsWith("---", StringComparison.Ordinal) ? "" : "---\n") + crd + "\n";
}
