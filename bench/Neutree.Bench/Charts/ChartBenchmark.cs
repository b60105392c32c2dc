using System.Diagnostics;
using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;

namespace Neutree.Bench.Charts;

/// <summary>
/// Renders charts with helm, with the published program, and in this process as a PowerShell session would; all three must print the
/// same bytes.
/// </summary>
internal sealed class ChartBenchmark(string neutreeCli, int runs)
{
    /// <summary>Renderings before any counts: what is compiled while it runs is then compiled.</summary>
    private const int WarmUps = 30;

    private const double InSessionLimit = 0.5;
    private const double ColdLimitSeconds = 0.15;

    /// <summary>How much dearer a chart inside may get from the smallest made chart to the largest.</summary>
    private const double GrowthLimit = 1.25;

    /// <returns>The report, as markdown.</returns>
    public async Task<string> RunAsync(IReadOnlyList<BenchChart> charts, CancellationToken cancellationToken)
    {
        List<ChartResult> results = [];
        foreach (BenchChart chart in charts)
        {
            ChartResult result = await MeasureAsync(chart, cancellationToken);
            results.Add(result);
            await Console.Error.WriteLineAsync(
                $"{chart.Name}: in session {Milliseconds(result.InSession)}, cold {Milliseconds(result.Cold.Wall)}, helm {Milliseconds(result.Helm.Wall)}");
        }

        return Format(results);
    }

    private static string Format(IReadOnlyList<ChartResult> results)
    {
        StringBuilder text = new();
        text.AppendLine("| Chart | in session | helm | ratio | wanted | cold | beyond helm | wanted | memory | memory, helm |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (ChartResult result in results)
        {
            text.AppendLine(
                $"| {result.Chart.Name} | {Milliseconds(result.InSession)} | {Milliseconds(result.Helm.Wall)} | {result.InSession / result.Helm.Wall:F2} | ≤ {InSessionLimit:F1} "
                + $"| {Milliseconds(result.Cold.Wall)} | {(result.Cold.Wall - result.Helm.Wall).TotalSeconds:F2} s | ≤ {ColdLimitSeconds:F2} s "
                + $"| {result.Cold.PeakMemory / 1e6:F0} MB | {result.Helm.PeakMemory / 1e6:F0} MB |");
        }

        ChartResult[] made = [.. results.Where(static result => result.Chart.Parts > 0)];
        if (made is [ChartResult smallest, .., ChartResult largest])
        {
            TimeSpan few = smallest.InSession / smallest.Chart.Parts;
            TimeSpan many = largest.InSession / largest.Chart.Parts;
            text.AppendLine().AppendLine(
                $"In session a chart inside costs {few.TotalMilliseconds:F2} ms where there are {smallest.Chart.Parts}, and {many.TotalMilliseconds:F2} ms where there are "
                + $"{largest.Chart.Parts}: × {many / few:F2} (wanted ≤ {GrowthLimit:F2}).");
        }

        return text.ToString();
    }

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:F0} ms";

    private async Task<ChartResult> MeasureAsync(BenchChart chart, CancellationToken cancellationToken)
    {
        MeasuredCommand helm = new("helm", ["template", .. chart.CommandLine]);
        MeasuredCommand cold = new(neutreeCli, ["chart", "template", .. chart.CommandLine]);
        List<Measurement> helms = [];
        List<Measurement> colds = [];
        for (int run = 0; run < runs; run++)
        {
            colds.Add(await cold.RunAsync(cancellationToken));
            helms.Add(await helm.RunAsync(cancellationToken));
        }

        string expected = await helm.ReadOutputAsync(cancellationToken);
        RequireSame(chart, expected, await cold.ReadOutputAsync(cancellationToken));
        RequireSame(chart, expected, (await RenderAsync(chart, cancellationToken)).ToString());
        for (int run = 0; run < WarmUps; run++)
        {
            await RenderAsync(chart, cancellationToken);
        }

        List<TimeSpan> sessions = [];
        for (int run = 0; run < Math.Max(runs, 9); run++)
        {
            Stopwatch clock = Stopwatch.StartNew();
            await RenderAsync(chart, cancellationToken);
            sessions.Add(clock.Elapsed);
        }

        sessions.Sort();
        return new ChartResult(chart, sessions[sessions.Count / 2], Measurement.Median(colds), Measurement.Median(helms));
    }

    private static async Task<GoString> RenderAsync(BenchChart chart, CancellationToken cancellationToken)
    {
        ChartRenderOptions options = new()
        {
            Chart = chart.Path,
            ReleaseName = "release",
            KubeVersion = "1.30.0",
            IncludeCrds = true,
            Values = new ValuesOptions { Set = chart.Set },
        };
        return ManifestText.Of(await new ChartRenderer(options).RenderAsync(cancellationToken), []);
    }

    private static void RequireSame(BenchChart chart, string expected, string found)
    {
        if (expected != found)
        {
            throw new InvalidOperationException($"{chart.Name}: what was rendered isn't what helm renders");
        }
    }
}
