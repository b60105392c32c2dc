using Neutree.Core.Packages.Vendoring;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>The chart of this repository with small files in its vendored folders.</summary>
internal static class VendoredSample
{
    /// <summary>Laid out as a checkout of Neutree.</summary>
    public static string Source => Path.Combine(TestFolders.Fixtures, "vendored");

    /// <summary>The chart as the repository has it, its vendored folders empty.</summary>
    public static string BareChart => Path.Combine(TestFolders.Repository, "deploy", "chart", "neutree");

    /// <summary>Copies the chart into a folder and fills it.</summary>
    public static async Task<string> WriteChartAsync(string folder)
    {
        string chart = Path.Combine(folder, "neutree");
        foreach (string file in Directory.EnumerateFiles(BareChart, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(BareChart, file).Replace('\\', '/');
            if (!VendoredFolder.All.Any(vendored => name.StartsWith(vendored.ChartPath + "/", StringComparison.Ordinal)))
            {
                string target = Path.Combine(chart, name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        await foreach (string _ in new VendoredFolderFiller(await VendorSource.OpenAsync(Source, default)).FillAsync(chart, VendoredLayout.Chart))
        {
        }

        return chart;
    }
}
