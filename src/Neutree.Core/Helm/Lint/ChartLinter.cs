using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;

namespace Neutree.Core.Helm.Lint;

/// <summary>
/// Looks charts over for what would keep them from being installed, or is against custom, as <c>helm lint</c> 4.1 does, and besides for
/// values that templates require, for versions in <c>charts/</c> and for lock files that don't fit Chart.yaml.
/// </summary>
public sealed class ChartLinter
{
    private const string OciScheme = "oci://";

    private readonly ChartLintOptions _options;
    private readonly ILogger _logger;
    private readonly KubernetesVersion _version;
    private GoMap? _values;

    /// <exception cref="ChartException">The version of Kubernetes is none.</exception>
    public ChartLinter(ChartLintOptions options, ILogger? logger = null)
    {
        _options = options;
        _version = options.KubeVersion is { Length: > 0 } given ? KubernetesVersion.Parse(given) : KubernetesVersion.Default;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Brings charts that are given by reference.</summary>
    public IChartFetcher? Fetcher { get; init; }

    /// <summary>The charts that are checked: those given and, where wanted, those in their <c>charts/</c> folders.</summary>
    public IReadOnlyList<string> FindCharts() =>
        _options.WithSubcharts ? [.. _options.Charts, .. _options.Charts.SelectMany(ChartsInside)] : _options.Charts;

    /// <summary>What is found in all charts.</summary>
    /// <exception cref="NeutreeException">The values can't be read, or a path is no chart.</exception>
    public async IAsyncEnumerable<ChartLintMessage> LintAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string chart in FindCharts())
        {
            await foreach (ChartLintMessage message in LintAsync(chart, cancellationToken).ConfigureAwait(false))
            {
                yield return message;
            }
        }
    }

    /// <summary>What is found in one of the charts.</summary>
    /// <exception cref="NeutreeException">The values can't be read, or the path is no chart.</exception>
    public async IAsyncEnumerable<ChartLintMessage> LintAsync(string chart, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read once: standard input may be among the files.
        GoMap values = _values ??= await new ValuesReader().ReadAsync(_options.Values, cancellationToken).ConfigureAwait(false);
        LintedChart linted = await OpenAsync(chart, cancellationToken).ConfigureAwait(false);
        LintFindings findings = new(chart);
        Action[] rules =
        [
            () => ChartfileRules.Check(linted, findings),
            () => ValuesRules.Check(linted, values, _options.SkipSchemaValidation, findings),
            () => new TemplateRules(_options, _version, findings, _logger).Check(linted, values, cancellationToken),
            () => DependencyRules.Check(linted, findings, cancellationToken),
            () => CrdRules.Check(linted, findings, cancellationToken),
        ];
        foreach (Action rule in rules)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rule();
            foreach (ChartLintMessage message in findings.Take())
            {
                yield return message;
            }
        }
    }

    /// <summary>Folders with a Chart.yaml and archives anywhere below <c>charts/</c>, in the order of their names.</summary>
    private static IEnumerable<string> ChartsInside(string chart)
    {
        string folder = Path.Join(chart, "charts");
        return Directory.Exists(folder) ? Walk(folder) : [];
    }

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            string path = Path.Join(folder, entry.Name);
            if (entry is DirectoryInfo)
            {
                foreach (string inner in entry.LinkTarget is null ? Walk(path) : [])
                {
                    yield return inner;
                }
            }
            else if (entry.Name == LintedChart.Chartfile)
            {
                yield return folder;
            }
            else if (IsArchive(entry.Name))
            {
                yield return path;
            }
        }
    }

    private static bool IsArchive(string path) =>
        path.EndsWith(".tgz", StringComparison.Ordinal) || path.EndsWith(".tar.gz", StringComparison.Ordinal);

    private async Task<LintedChart> OpenAsync(string chart, CancellationToken cancellationToken)
    {
        LintedChart linted;
        if (chart.StartsWith(OciScheme, StringComparison.Ordinal))
        {
            IChartFetcher fetcher = Fetcher ?? throw ChartReferenceProblem.NoFetcher(chart);
            linted = new LintedArchive(await fetcher.FetchAsync(chart, _options.Version, cancellationToken).ConfigureAwait(false), cancellationToken);
        }
        else if (IsArchive(chart))
        {
            if (!File.Exists(chart))
            {
                throw NoChart(chart, $"unable to open tarball: open {chart}: no such file or directory");
            }

            linted = new LintedArchive(await File.ReadAllBytesAsync(chart, cancellationToken).ConfigureAwait(false), cancellationToken);
        }
        else
        {
            linted = new LintedFolder(chart);
        }

        return linted.Exists(LintedChart.Chartfile)
            ? linted
            : throw NoChart(chart, $"unable to check Chart.yaml file in chart: stat {Path.Join(chart, LintedChart.Chartfile)}: no such file or directory");
    }

    private static ChartException NoChart(string chart, string message) => new("Chart.NotFound", ErrorKind.NotFound, message)
    {
        Target = chart,
        Recommendation = "Give the path of a chart's folder or .tgz file, or an oci:// reference.",
    };
}
