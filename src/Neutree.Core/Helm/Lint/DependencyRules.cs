using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Lint;

/// <summary>
/// Whether Chart.yaml, the lock file and <c>charts/</c> agree (Helm 4.1 <c>lint/rules/dependencies.go</c>, which doesn't look at versions
/// and the lock file).
/// </summary>
internal static class DependencyRules
{
    private const string ChartsFolder = "charts/";
    private const string Build = "helm dependency build fetches what Chart.lock names, helm dependency update what Chart.yaml asks for.";

    public static void Check(LintedChart linted, LintFindings findings, CancellationToken cancellationToken)
    {
        Chart chart;
        try
        {
            chart = linted.Load(cancellationToken);
        }
        catch (NeutreeException failure)
        {
            findings.Error("", failure, "Correct the chart.", "unable to load chart\n\t");
            return;
        }

        IReadOnlyList<ChartDependency> declared = chart.Metadata.Dependencies;
        CheckDeclared(chart, declared, findings);
        string[] twice = [.. declared
            .GroupBy(static dependency => dependency.Alias.Length > 0 ? dependency.Alias : dependency.Name)
            .SelectMany(static group => group.Skip(1).Select(_ => group.Key))];
        if (twice.Length > 0)
        {
            findings.Error(LintedChart.Chartfile, "multiple dependencies with name or alias: " + string.Join(',', twice), "Give one of them another alias:.");
        }

        if (ChartDependencyCheck.FindMissing(chart) is { Count: > 0 } missing)
        {
            findings.Warning(ChartsFolder, "chart directory is missing these dependencies: " + string.Join(',', missing), Build);
        }

        CheckVersions(chart, findings, cancellationToken);
        try
        {
            ChartLockCheck.RequireInSync(chart);
        }
        catch (ChartException outdated)
        {
            findings.Warning(chart.Metadata.ApiVersion == "v1" ? "requirements.lock" : "Chart.lock", outdated.Message, outdated.Recommendation ?? Build);
        }
    }

    private static void CheckDeclared(Chart chart, IReadOnlyList<ChartDependency> declared, LintFindings findings)
    {
        HashSet<string> names = [.. declared.Select(static dependency => dependency.Name)];
        string[] undeclared = [.. chart.Dependencies.Select(static dependency => dependency.Name).Where(name => !names.Contains(name))];
        if (undeclared.Length > 0)
        {
            findings.Error(
                LintedChart.Chartfile,
                "chart metadata is missing these dependencies: " + string.Join(',', undeclared),
                "Name the charts that lie in charts/ under dependencies: in Chart.yaml, or take them out of charts/.");
        }
    }

    private static void CheckVersions(Chart chart, LintFindings findings, CancellationToken cancellationToken)
    {
        ChartLoader loader = new();
        HashSet<string> told = [];
        foreach (ChartDependency wanted in chart.Metadata.Dependencies)
        {
            ChartDependencyState state = ChartDependencyInspection.Inspect(chart, wanted, loader, cancellationToken);
            string? problem = state.Status switch
            {
                ChartDependencyStatus.WrongVersion => $"chart directory has {wanted.Name} {state.Version}, but {wanted.Version} is wanted",
                ChartDependencyStatus.InvalidVersion => $"version '{wanted.Version}' of {wanted.Name} is no version range, or that of the chart no version",
                ChartDependencyStatus.TooManyMatches => $"chart directory has several archives of {wanted.Name}",
                ChartDependencyStatus.Misnamed => $"the archive of {wanted.Name} in the chart directory holds another chart",
                _ => null,
            };
            if (problem is not null && told.Add(problem))
            {
                findings.Warning(ChartsFolder, problem, Build);
            }
        }
    }
}
