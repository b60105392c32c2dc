using Neutree.Core.Helm.Lint;

namespace Neutree.Core.Tests.Helm.Lint;

internal static class LintedCharts
{
    public const string Chartfile = "apiVersion: v2\nname: demo\nversion: 1.0.0\nicon: https://example.com/i.png\n";

    /// <summary>Writes a chart's files.</summary>
    /// <returns>The chart's folder.</returns>
    public static string Write(DirectoryInfo folder, IEnumerable<KeyValuePair<string, string>> files)
    {
        string chart = Path.Join(folder.FullName, "demo");
        foreach ((string path, string text) in files)
        {
            string file = Path.Join(chart, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        return chart;
    }

    public static async Task<string[]> LintAsync(ChartLintOptions options) => [.. (await FindAsync(options)).Select(message => message.ToString())];

    public static async Task<List<ChartLintMessage>> FindAsync(ChartLintOptions options)
    {
        List<ChartLintMessage> found = [];
        await foreach (ChartLintMessage message in new ChartLinter(options).LintAsync(CancellationToken.None))
        {
            found.Add(message);
        }

        return found;
    }
}
