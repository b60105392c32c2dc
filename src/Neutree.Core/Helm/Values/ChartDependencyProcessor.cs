using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Versions;

namespace Neutree.Core.Helm.Values;

/// <summary>
/// Applies to a chart what its Chart.yaml says about the charts inside it (Helm 4.1 <c>ProcessDependencies</c>): takes out those that tags
/// or conditions turn off, gives the others their aliases, and imports their values.
/// </summary>
/// <param name="logger">Hears about switches, values and imports that can't be used.</param>
internal sealed class ChartDependencyProcessor(ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>Changes the chart: metadata, charts inside it, default values.</summary>
    /// <param name="chart">A chart as it was loaded.</param>
    /// <param name="values">Values the user gives.</param>
    /// <exception cref="ValuesException">The value for a chart inside a chart is no table, or values are nested too deeply.</exception>
    public void Process(Chart chart, GoMap values)
    {
        try
        {
            Enable(chart, values, path: "");
            new ImportedValues(_logger).Apply(chart);
        }
        catch (ValuesException refusal)
        {
            throw new ValuesException(refusal.ErrorId, refusal.Kind, $"chart dependencies processing failed: {refusal.Message}", refusal)
            {
                Target = chart.Name,
                Recommendation = refusal.Recommendation,
            };
        }
    }

    private void Enable(Chart chart, GoMap values, string path)
    {
        ValuesDepth.Check();
        IReadOnlyList<ChartDependency> required = chart.Metadata.Dependencies;
        if (required.Count == 0)
        {
            return;
        }

        chart.SetDependencies(Select(chart, required));
        ChartDependency[] named =
            [.. required.Select(static dependency => dependency.Alias.Length > 0 ? dependency with { Name = dependency.Alias } : dependency with { })];

        // Helm lays the defaults of every chart over the root's values here, whatever chart they are of.
        GoMap coalesced = new ValuesCoalescing(_logger).Coalesce(chart, values);
        new DependencySwitches(_logger).Apply(named, coalesced, path);
        HashSet<string> disabled = [.. named.Where(static dependency => !dependency.Enabled).Select(static dependency => dependency.Name)];
        Chart[] enabled = [.. chart.Dependencies.Where(child => !disabled.Contains(child.Name))];
        foreach (Chart child in enabled)
        {
            Enable(child, coalesced, $"{path}{child.Name}.");
        }

        chart.Metadata = chart.Metadata with { Dependencies = [.. named.Where(dependency => !disabled.Contains(dependency.Name))] };
        chart.SetDependencies(enabled);
    }

    /// <summary>The charts that Chart.yaml doesn't list, then those it lists, each entry with a chart of its own.</summary>
    private static List<Chart> Select(Chart chart, IReadOnlyList<ChartDependency> required)
    {
        List<Chart> selected = [.. chart.Dependencies.Where(child => !required.Any(dependency => Fits(child, dependency)))];
        foreach (ChartDependency dependency in required)
        {
            if (chart.Dependencies.FirstOrDefault(child => Fits(child, dependency)) is { } found)
            {
                selected.Add(CopyFor(dependency, found));
            }
        }

        return selected;
    }

    private static bool Fits(Chart chart, ChartDependency dependency) =>
        chart.Name == dependency.Name
        && SemanticVersion.TryParse(chart.Metadata.Version, out SemanticVersion? version)
        && VersionConstraint.TryParse(dependency.Version, out VersionConstraint? constraint)
        && constraint.IsSatisfiedBy(version);

    private static Chart CopyFor(ChartDependency dependency, Chart chart)
    {
        Chart copy = chart.CopyWith(dependency.Alias.Length > 0 ? chart.Metadata with { Name = dependency.Alias } : chart.Metadata);
        copy.SetDependencies(copy.Dependencies.Select(static child => child.CopyWith(child.Metadata)));
        return copy;
    }
}
