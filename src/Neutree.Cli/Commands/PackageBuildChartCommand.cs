using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Packages.Building;

namespace Neutree.Cli.Commands;

/// <summary><c>package build chart</c>: a chart, with its images where they are wanted.</summary>
internal static class PackageBuildChartCommand
{
    public const string DefaultChart = "deploy/chart/neutree";

    public static Command Create()
    {
        Option<string> chart = new("--chart") { Description = $"Folder, .tgz file or oci:// reference ({DefaultChart})." };
        Option<bool> includeImages = new("--include-image", "--include-images") { Description = "Pack the chart's images too." };
        Option<string> vendor = new("--vendor", "--vendor-path") { Description = "Checkout of Neutree, or its chart's .tgz file, that fills the vendored folders.", HelpName = "path" };
        PackageBuildOptionGroup build = new();
        Command command = new("chart", "Pack a chart; Neutree's own as neutree-helm-chart.tar.gz.") { chart, includeImages, vendor };
        build.AddTo(command);
        command.SetAction((parsed, cancellationToken) => build.BuildAsync(
            parsed,
            new ChartPackageRecipe
            {
                Chart = build.Find.ReadChart(parsed, parsed.GetValue(chart) ?? Path.GetFullPath(DefaultChart)),
                IncludesImages = parsed.GetValue(includeImages),
                VendorPath = InputPath.Resolve(parsed.GetValue(vendor)),
            },
            manifestOnly: false,
            cancellationToken));
        return command;
    }
}
