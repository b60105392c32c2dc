namespace Neutree.Cli.Tests;

internal static class SampleCharts
{
    public static string Greeter => Path.Join(AppContext.BaseDirectory, "charts", "greeter");

    /// <summary>Writes a chart <c>demo</c> with these files into a folder.</summary>
    public static string Write(string folder, params (string Path, string Text)[] files)
    {
        string chart = Path.Join(folder, "demo");
        foreach ((string path, string text) in ((string Path, string Text)[])[("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.0.0\n"), .. files])
        {
            string file = Path.Join(chart, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        return chart;
    }
}
