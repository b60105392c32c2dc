using System.Text;

namespace Neutree.Bench.Packages;

/// <summary>How fast a package is checked, and imported compared with the same content in an ordinary gzip.</summary>
internal sealed class PackageBenchmark(string neutreeCli, ImportScenarios imports, ScenarioRunner runner, int runs)
{
    private const double ImportLimit = 0.8;
    private const double CheckLimit = 300;

    /// <returns>Two tables, as markdown.</returns>
    public async Task<string> RunAsync(PackageInputs inputs, Measurement start, CancellationToken cancellationToken)
    {
        List<Measurement> own = [];
        List<Measurement> plain = [];
        List<Measurement> checks = [];
        for (int run = 0; run < runs; run++)
        {
            own.Add(await runner.RunOnceAsync(context => [imports.Import(context, inputs.Package)], prepare: null, cancellationToken));
            plain.Add(await runner.RunOnceAsync(context => [imports.Import(context, inputs.PlainGzip)], prepare: null, cancellationToken));
            checks.Add(await new MeasuredCommand(neutreeCli, ["package", "verify", inputs.Package]).RunAsync(cancellationToken));
            await Console.Error.WriteLineAsync(
                $"package, run {run + 1} of {runs}: import {own[^1].Wall.TotalSeconds:F2} s, of plain gzip {plain[^1].Wall.TotalSeconds:F2} s; check {checks[^1].Wall.TotalSeconds:F2} s");
        }

        (Measurement ours, Measurement theirs, Measurement check) = (Measurement.Median(own), Measurement.Median(plain), Measurement.Median(checks));
        double megabytes = new FileInfo(inputs.Package).Length / 1e6;
        StringBuilder text = new();
        text.AppendLine("| Import of | wall | the same as plain .tar.gz | ratio | wanted | peak memory |");
        text.AppendLine("|---|---|---|---|---|---|");
        text.AppendLine($"| a package | {ours.Wall.TotalSeconds:F2} s | {theirs.Wall.TotalSeconds:F2} s | {ours.Wall / theirs.Wall:F2} | ≤ {ImportLimit:F2} | {ours.PeakMemory / 1e6:F0} MB |");
        text.AppendLine();
        text.AppendLine("| Check of | wall | CPU | a second of CPU, start-up aside | wanted | peak memory |");
        text.AppendLine("|---|---|---|---|---|---|");
        text.AppendLine(
            $"| a package of {megabytes:F0} MB, its .sha256 included | {check.Wall.TotalSeconds:F2} s | {check.Cpu.TotalSeconds:F2} s "
            + $"| {megabytes / (check.Cpu - start.Cpu).TotalSeconds:F0} MB | ≥ {CheckLimit:F0} MB | {check.PeakMemory / 1e6:F0} MB |");
        return text.ToString();
    }
}
