using Microsoft.Extensions.Logging;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Charts;

/// <summary>Tells what a chart is and holds, as <c>helm show</c> and <c>helm dependency list</c> do.</summary>
/// <param name="fetcher">Brings <c>oci://</c> charts; without one they are refused.</param>
/// <param name="logger">Hears of links that were followed and of files that are out of date.</param>
public sealed class ChartInspector(IChartFetcher? fetcher = null, ILogger? logger = null)
{
    /// <param name="reference">Path of a folder or a <c>.tgz</c> file, or <c>oci://registry/repository[:version|@digest]</c>.</param>
    /// <param name="version">A version or range for a reference.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ChartException">The chart isn't found, is damaged or too large, or breaks a rule for charts.</exception>
    public async Task<ChartDescription> InspectAsync(string reference, string? version = null, CancellationToken cancellationToken = default)
    {
        ChartLoader loader = new(fetcher, logger);
        Chart chart = await loader.LoadAsync(reference, version, cancellationToken).ConfigureAwait(false);
        return new ChartDescription
        {
            Chart = reference,
            Metadata = chart.Metadata,
            Definition = YamlWriter.Write(ChartObject.From(chart.Metadata, withDependencies: true).ToMap()).ToString(),
            Values = chart.RawFiles.FirstOrDefault(static file => file.Name == "values.yaml")?.Data.ToString(),
            Readme = chart.Files.FirstOrDefault(IsReadme)?.Data.ToString(),
            Crds = chart.Crds,
            Dependencies = [.. chart.Metadata.Dependencies.Select(dependency => ChartDependencyInspection.Inspect(chart, dependency, loader, cancellationToken))],
            UndeclaredCharts = [.. chart.Dependencies.Select(static inner => inner.Name).Except(chart.Metadata.Dependencies.Select(static dependency => dependency.Name))],
            HasSchema = chart.Schema is not null,
            IsLockInSync = chart.Lock is null ? null : ChartLockCheck.IsInSync(chart),
        };
    }

    private static bool IsReadme(ChartFile file) => file.Name.ToUpperInvariant() is "README.MD" or "README.TXT" or "README";
}
