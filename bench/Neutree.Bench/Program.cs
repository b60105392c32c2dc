using System.Runtime.InteropServices;
using Neutree.Bench;

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException problem)
{
    await Console.Error.WriteLineAsync($"{problem.Message}\n{BenchOptions.Usage}");
    return 2;
}

if (!OperatingSystem.IsLinux())
{
    await Console.Error.WriteLineAsync("the benchmark reads /proc and runs on Linux only");
    return 2;
}

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});

SampleArchives sample = await SampleArchives.PrepareAsync(options.Folder, options.Size, compressedToo: true, stop.Token);
ImportScenarios scenarios = new(options.NeutreeCli, sample);
ScenarioRunner runner = new(options.Folder, sample.ConfigDigest);

List<Measurement> starts = [];
for (int run = 0; run < 5; run++)
{
    starts.Add(await scenarios.Start.RunAsync(stop.Token));
}

Measurement start = Measurement.Median(starts);
List<ScenarioResult> results = [];
foreach (Scenario scenario in scenarios.All)
{
    results.Add(await runner.RunAsync(scenario, options.Runs, stop.Token));
}

SampleArchives large = await SampleArchives.PrepareAsync(options.Folder, options.MemorySize, compressedToo: false, stop.Token);
ScenarioRunner largeRunner = new(options.Folder, large.ConfigDigest);
Measurement largeRun = await largeRunner.RunOnceAsync(run => [scenarios.Import(run, large.DockerArchive)], repeats: false, stop.Token);

string report = $"""
    {options.Size >> 20} MiB in 5 layers, half random, half text; {options.Runs} runs each, in turn; median wall time.
    {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}; start-up of neutree-cli {start.Wall.TotalSeconds:F2} s.

    {ResultTable.Format(results, start)}
    {ResultTable.FormatMemory([(options.Size, results[0].Neutree), (options.MemorySize, largeRun)])}
    """;
await File.WriteAllTextAsync(Path.Join(options.Folder, $"results-{options.Size >> 20}M.md"), report, stop.Token);
Console.Write(report);
return 0;
