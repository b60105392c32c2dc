using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Packages.Building;

namespace Neutree.Cli.Commands;

/// <summary><c>package build control-plane</c>: chart, compose files and the images of both.</summary>
internal static class PackageBuildControlPlaneCommand
{
    public static Command Create()
    {
        Option<string> chart = new("--chart") { Description = $"Neutree's chart ({PackageBuildChartCommand.DefaultChart})." };
        Option<string> compose = new("--compose") { Description = $"Neutree's compose files ({PackageBuildComposeCommand.DefaultFolder}).", HelpName = "folder" };
        Option<string> vendor = new("--vendor", "--vendor-path") { Description = "Checkout of Neutree, or its chart's .tgz file, that fills the vendored folders.", HelpName = "path" };
        PackageBuildOptionGroup build = new();
        Command command = new("control-plane", "Pack the control plane: chart, compose files and images.") { chart, compose, vendor };
        build.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            string? vendorPath = InputPath.Resolve(parsed.GetValue(vendor));
            ControlPlanePackageRecipe recipe = new()
            {
                Chart = new ChartPackageRecipe { Chart = build.Find.ReadChart(parsed, parsed.GetValue(chart) ?? Path.GetFullPath(PackageBuildChartCommand.DefaultChart)), VendorPath = vendorPath },
                Compose = new ComposePackageRecipe { Folder = Path.GetFullPath(parsed.GetValue(compose) ?? PackageBuildComposeCommand.DefaultFolder), VendorPath = vendorPath },
            };
            return build.BuildAsync(parsed, recipe, manifestOnly: false, cancellationToken);
        });
        return command;
    }
}
