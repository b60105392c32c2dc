using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Vendoring;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Building;

/// <summary>The control plane of this repository, with vendored files that a test made up, as a recipe; and the images it needs.</summary>
internal static class ControlPlaneSample
{
    public const string Version = "v1.2.0";

    /// <summary>The images of chart and compose files as deploy/images lists them.</summary>
    public static string[] Images { get; } =
    [
        .. File.ReadAllLines(Path.Combine(TestFolders.Repository, "deploy", "images", "control-plane.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => ImageListFile.WithVersion(line, Version)),
    ];

    public static ControlPlanePackageRecipe Recipe(TemporaryFolder folder)
    {
        foreach (VendoredFolder vendored in VendoredFolder.All)
        {
            folder.Write($"vendor/{vendored.ChartPath}/{(vendored.Extension == ".yml" ? "prometheus" : "000_init")}{vendored.Extension}", "{}"u8);
            folder.Write($"vendor/{vendored.ChartPath}/handler.lua", "return {}"u8);
        }

        return new ControlPlanePackageRecipe
        {
            Version = Version,
            Chart = new ChartPackageRecipe { Chart = new() { Chart = Path.Combine(TestFolders.Repository, "deploy", "chart", "neutree") }, VendorPath = folder.File("vendor") },
            Compose = new ComposePackageRecipe { Folder = Path.Combine(TestFolders.Repository, "deploy", "docker"), VendorPath = folder.File("vendor") },
        };
    }
}
