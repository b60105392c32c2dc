using System.Runtime.InteropServices;
using Neutree.Bench.Charts;
using Neutree.Bench.Packages;
using Neutree.Bench.Releases;
using Neutree.Conformance;
using Neutree.Core.Tests.RealParts;
using Neutree.TestCluster;

namespace Neutree.Bench;

/// <summary>The whole run: inputs, all rows, the second memory reading, and the report.</summary>
internal static class Benchmark
{
    private const int StartRuns = 5;
    private const int SmallRelease = 50;
    private const int LargeRelease = 500;

    /// <returns>The report, as markdown; it is written to the folder as well.</returns>
    public static async Task<string> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        string images = options.Only is null or "images" ? await RunImagesAsync(options, cancellationToken) : "";
        string charts = options.Only is null or "charts" ? await RunChartsAsync(options, cancellationToken) : "";
        string releases = options.Only is null or "releases" ? await RunReleasesAsync(options, cancellationToken) : "";
        string report = string.Join('\n', ((string[])[images, charts, releases]).Where(static part => part.Length > 0));
        await File.WriteAllTextAsync(Path.Join(options.Folder, $"results-{options.Size >> 20}M.md"), report, cancellationToken);
        return report;
    }

    private static async Task<string> RunChartsAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        string? conformance = ConformanceFolder.Find();
        if (conformance is null || RequiredParts.FindProgram("helm") is null)
        {
            return "Charts: not compared, because the conformance cases or helm are absent.\n";
        }

        string table = await new ChartBenchmark(options.NeutreeCli, options.Runs)
            .RunAsync(ChartInputs.Prepare(conformance, options.Folder), cancellationToken);
        return $"""
            `template RELEASE CHART --include-crds --kube-version 1.30.0`; {options.Runs} runs each, in turn; median wall time.
            {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}.

            {table}
            """;
    }

    private static async Task<string> RunReleasesAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        if (ClusterPrograms.Missing is not null || RequiredParts.FindProgram("helm") is null)
        {
            return "Releases: not compared, because the programs of a cluster or helm are absent.\n";
        }

        string table = await new ReleaseBenchmark(options.NeutreeCli, options.Runs)
            .RunAsync(ReleaseChart.Prepare(options.Folder, SmallRelease, LargeRelease), cancellationToken);
        return $"""
            Install and upgrade on one API server, pods answered for by a fake kubelet; {options.Runs} runs each, in turn; median wall time.
            {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}.

            {table}
            """;
    }

    private static async Task<string> RunImagesAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        SampleArchives sample = await SampleArchives.PrepareAsync(options.Folder, options.Size, compressedToo: true, cancellationToken);
        ImportScenarios scenarios = new(options.NeutreeCli, sample);
        ScenarioRunner runner = new(options.Folder, sample.ConfigDigest);

        List<Measurement> starts = [];
        for (int run = 0; run < StartRuns; run++)
        {
            starts.Add(await scenarios.Start.RunAsync(cancellationToken));
        }

        Measurement start = Measurement.Median(starts);
        List<ScenarioResult> results = [];
        foreach (Scenario scenario in scenarios.All.Concat(new BuildScenarios(scenarios, options.NeutreeCli, sample).All))
        {
            results.Add(await runner.RunAsync(scenario, options.Runs, cancellationToken));
        }

        PackageInputs packages = await PackageInputs.PrepareAsync(sample, cancellationToken);
        string package = await new PackageBenchmark(options.NeutreeCli, scenarios, runner, options.Runs).RunAsync(packages, start, cancellationToken);
        SampleArchives large = await SampleArchives.PrepareAsync(options.Folder, options.MemorySize, compressedToo: false, cancellationToken);
        Measurement largeRun = await new ScenarioRunner(options.Folder, large.ConfigDigest)
            .RunOnceAsync(run => [scenarios.Import(run, large.DockerArchive)], prepare: null, cancellationToken);

        return $"""
            {options.Size >> 20} MiB in 5 layers, half random, half text; {options.Runs} runs each, in turn; median wall time.
            {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}; start-up of neutree-cli {start.Wall.TotalSeconds:F2} s.

            {ResultTable.Format(results, start)}
            {package}
            {ResultTable.FormatMemory([(options.Size, results[0].Neutree), (options.MemorySize, largeRun)])}
            """;
    }
}
