using System.Globalization;
using System.Text;
using Neutree.TestCluster;

namespace Neutree.Bench.Releases;

/// <summary>Installs and upgrades charts with the published program and with helm 4, in turn, in namespaces of their own on one real API server.</summary>
internal sealed class ReleaseBenchmark(string neutreeCli, int runs)
{
    private const string Release = "bench";

    /// <returns>The report, as markdown.</returns>
    public async Task<string> RunAsync(IReadOnlyList<ReleaseChart> charts, CancellationToken cancellationToken)
    {
        await using LocalCluster cluster = await LocalCluster.StartAsync(cancellationToken);
        using ServerMetrics metrics = new(cluster.KubeconfigFile);
        StringBuilder text = new();
        text.AppendLine("| Chart | action | neutree-cli | helm | ratio | wanted | requests an object | helm's | wanted |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (ReleaseChart chart in charts)
        {
            foreach ((string action, ReleaseRun ours, ReleaseRun helm) in await MeasureAsync(cluster.KubeconfigFile, metrics, chart, cancellationToken))
            {
                text.AppendLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {chart.Name} | {action} | {Seconds(ours)} | {Seconds(helm)} | {ours.Time.Wall / helm.Time.Wall:F2} | ≤ 1.00 | {Requests(ours, chart)} | {Requests(helm, chart)} | ≤ helm's |"));
            }
        }

        return text.ToString();
    }

    private static string Seconds(ReleaseRun run) => string.Create(CultureInfo.InvariantCulture, $"{run.Time.Wall.TotalSeconds:F2} s");

    private static string Requests(ReleaseRun run, ReleaseChart chart) =>
        chart.Objects == 0 ? "" : ((double)run.Requests / chart.Objects).ToString("F1", CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<(string Action, ReleaseRun Ours, ReleaseRun Helm)>> MeasureAsync(
        string kubeconfig, ServerMetrics metrics, ReleaseChart chart, CancellationToken cancellationToken)
    {
        List<ReleaseRun>[] taken = [[], [], [], []];
        for (int run = 0; run < runs; run++)
        {
            string ours = $"ours-{run}-{chart.Objects}";
            string helms = $"helm-{run}-{chart.Objects}";
            string[] target = [Release, chart.Path, "--kubeconfig", kubeconfig];
            taken[0].Add(await RunAsync(metrics, neutreeCli, ["release", "install", .. target, "-n", ours, "--create-namespace", "--allow-old-server", "--set", chart.Set], cancellationToken));
            taken[1].Add(await RunAsync(metrics, "helm", ["install", .. target, "-n", helms, "--create-namespace", "--set", chart.Set], cancellationToken));
            string change = $"{chart.Set},{chart.Change}";
            taken[2].Add(await RunAsync(metrics, neutreeCli, ["release", "upgrade", .. target, "-n", ours, "--allow-old-server", "--set", change], cancellationToken));
            taken[3].Add(await RunAsync(metrics, "helm", ["upgrade", .. target, "-n", helms, "--set", change], cancellationToken));
        }

        return [("install", Median(taken[0]), Median(taken[1])), ("upgrade", Median(taken[2]), Median(taken[3]))];
    }

    private static ReleaseRun Median(List<ReleaseRun> all) =>
        new(Measurement.Median([.. all.Select(static run => run.Time)]), all.Select(static run => run.Requests).Order().ElementAt(all.Count / 2));

    private static async Task<ReleaseRun> RunAsync(ServerMetrics metrics, string program, string[] arguments, CancellationToken cancellationToken)
    {
        long before = await metrics.CountConfigMapRequestsAsync(cancellationToken);
        Measurement time = await new MeasuredCommand(program, arguments).RunAsync(cancellationToken);
        return new ReleaseRun(time, await metrics.CountConfigMapRequestsAsync(cancellationToken) - before);
    }
}
