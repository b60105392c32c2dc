using System.Text;

namespace Neutree.Bench;

/// <summary>The results as one markdown table.</summary>
internal static class ResultTable
{
    public const double RepeatLimitSeconds = 0.1;
    public const double MemoryLimitMegabytes = 150;

    public static string Format(IReadOnlyList<ScenarioResult> results, Measurement start)
    {
        StringBuilder text = new();
        text.AppendLine("| Job | neutree-cli | skopeo | ratio | wanted | CPU | CPU, skopeo | peak memory | peak memory, skopeo |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (ScenarioResult result in results)
        {
            (string ratio, string wanted) = result.Scenario.Limit is { } limit
                ? ($"{result.Neutree.Wall / result.Skopeo.Wall:F2}", $"≤ {limit:F2}")
                : ($"{(result.Neutree.Wall - start.Wall).TotalSeconds:F2} s beyond start-up", $"≤ {RepeatLimitSeconds:F1} s");
            text.AppendLine(
                $"| {result.Scenario.Name} | {Seconds(result.Neutree.Wall)} | {Seconds(result.Skopeo.Wall)} | {ratio} | {wanted} "
                + $"| {Seconds(result.Neutree.Cpu)} | {Seconds(result.Skopeo.Cpu)} | {Megabytes(result.Neutree)} | {Megabytes(result.Skopeo)} |");
        }

        return text.ToString();
    }

    public static string FormatMemory(IEnumerable<(long Size, Measurement Run)> readings)
    {
        StringBuilder text = new();
        text.AppendLine("| Peak memory of neutree-cli, docker-save tar of | wall | peak | wanted |");
        text.AppendLine("|---|---|---|---|");
        foreach ((long size, Measurement run) in readings)
        {
            text.AppendLine($"| {size >> 20} MiB | {Seconds(run.Wall)} | {Megabytes(run)} | ≤ {MemoryLimitMegabytes:F0} MB |");
        }

        return text.ToString();
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:F2} s";

    private static string Megabytes(Measurement run) => $"{run.PeakMemory / 1e6:F0} MB";
}
