using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Versions;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Charts;

/// <summary>Reads what a chart says of itself: metadata, values, dependencies, README, custom resource definitions.</summary>
public sealed class ChartInspector(IChartFetcher? fetcher = null, ILogger? logger = null)
{
    private static readonly string[] ReadmeNames = ["readme.md", "readme.txt", "readme"];

    /// <param name="reference">Folder, <c>.tgz</c> file or <c>oci://</c> reference.</param>
    /// <param name="version">A version or range for a reference.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ChartException">The chart can't be loaded.</exception>
    public async Task<ChartInfo> InspectAsync(string reference, string? version, CancellationToken cancellationToken)
    {
        Chart chart = await new ChartLoader(fetcher, logger).LoadAsync(reference, version, cancellationToken).ConfigureAwait(false);
        ChartMetadata metadata = chart.Metadata;
        return new ChartInfo
        {
            Chart = reference,
            Name = metadata.Name,
            Version = metadata.Version,
            AppVersion = metadata.AppVersion,
            Description = metadata.Description,
            Type = metadata.Type.Length > 0 ? metadata.Type : "application",
            KubeVersion = metadata.KubeVersion,
            Deprecated = metadata.Deprecated,
            Metadata = metadata,
            Dependencies = [.. metadata.Dependencies.Select(wanted => Describe(chart, wanted))],
            Definition = YamlWriter.Write(ChartObject.From(metadata, withDependencies: true).ToMap()).ToString(),
            Values = chart.RawFiles.FirstOrDefault(static file => file.Name == "values.yaml")?.Data.ToString(),
            Schema = chart.Schema?.ToString(),
            Readme = Readme(chart)?.Data.ToString(),
            Crds = [.. chart.Crds.Select(static crd => crd.File.Data.ToString())],
        };
    }

    private static ChartFile? Readme(Chart chart) =>
        chart.Files.FirstOrDefault(static file => ReadmeNames.Contains(file.Name, StringComparer.OrdinalIgnoreCase));

    private static ChartDependencyInfo Describe(Chart chart, ChartDependency wanted)
    {
        Chart[] present = [.. chart.Dependencies.Where(dependency => dependency.Name == wanted.Name)];
        bool anyVersion = !VersionConstraint.TryParse(wanted.Version, out VersionConstraint? range);
        Chart? fitting = Array.Find(
            present,
            dependency => anyVersion || (SemanticVersion.TryParse(dependency.Metadata.Version, out SemanticVersion? version) && range!.IsSatisfiedBy(version)));
        return new ChartDependencyInfo
        {
            Name = wanted.Name,
            Version = wanted.Version,
            Repository = wanted.Repository,
            Alias = wanted.Alias,
            Condition = wanted.Condition,
            Tags = wanted.Tags,
            PresentVersion = (fitting ?? present.FirstOrDefault())?.Metadata.Version ?? "",
            State = fitting is not null ? ChartDependencyState.Present
                : present.Length > 0 ? ChartDependencyState.WrongVersion
                : ChartDependencyState.Missing,
        };
    }
}
