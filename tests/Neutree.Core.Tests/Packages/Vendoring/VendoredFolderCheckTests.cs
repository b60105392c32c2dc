using Neutree.Core.Packages;
using Neutree.Core.Packages.Vendoring;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Vendoring;

public sealed class VendoredFolderCheckTests
{
    [Fact]
    public void Every_folder_of_a_bare_chart_is_found_empty()
    {
        Assert.Equal(
            [
                "gateway/kong/plugins/neutree-ai-access",
                "gateway/kong/plugins/neutree-ai-gateway",
                "gateway/kong/plugins/neutree-ai-quota",
                "gateway/kong/plugins/neutree-ai-statistics",
                "grafana-dashboards",
                "init-scripts",
                "vmagent",
            ],
            VendoredFolderCheck.FindEmpty(VendoredLayout.Chart, ["Chart.yaml", "templates/vmagent/config.yml"]));
    }

    [Fact]
    public void Compose_files_get_the_init_scripts_from_an_image()
    {
        Assert.Equal(
            [
                "neutree-core/gateway/kong/plugins/neutree-ai-access",
                "neutree-core/gateway/kong/plugins/neutree-ai-gateway",
                "neutree-core/gateway/kong/plugins/neutree-ai-quota",
                "neutree-core/gateway/kong/plugins/neutree-ai-statistics",
                "obs-stack/grafana/dashboards",
                "neutree-core/vmagent",
            ],
            VendoredFolderCheck.FindEmpty(VendoredLayout.Compose, []));
    }

    [Theory]
    [InlineData("gateway/kong/plugins/neutree-ai-gateway/spec/handler_spec.lua")]
    [InlineData("gateway/kong/plugins/neutree-ai-gateway/README.md")]
    [InlineData("gateway/kong/plugins/neutree-ai-gateway-more/handler.lua")]
    public void Tests_texts_and_neighbours_of_a_plugin_fill_nothing(string file)
    {
        Assert.Contains("gateway/kong/plugins/neutree-ai-gateway", VendoredFolderCheck.FindEmpty(VendoredLayout.Chart, [file]));
    }

    [Fact]
    public async Task A_filled_tree_passes()
    {
        VendorSource source = await VendorSource.OpenAsync(VendoredSample.Source, default);

        foreach (VendoredLayout layout in Enum.GetValues<VendoredLayout>())
        {
            VendoredFolderCheck.RequireFilled(layout, source.Read(layout).Select(file => file.PathIn(layout)!), "the tree");
        }
    }

    [Fact]
    public void What_is_empty_is_told_with_what_to_do()
    {
        PackageException failure = Assert.Throws<PackageException>(() => VendoredFolderCheck.RequireFilled(
            VendoredLayout.Chart,
            ["gateway/kong/plugins/neutree-ai-access/a.lua", "gateway/kong/plugins/neutree-ai-gateway/a.lua", "gateway/kong/plugins/neutree-ai-quota/a.lua",
             "gateway/kong/plugins/neutree-ai-statistics/a.lua", "init-scripts/a.sql"],
            "chart neutree"));

        Assert.Equal("Package.VendoredFolderEmpty", failure.ErrorId);
        Assert.Equal("chart neutree lacks files that come from elsewhere; these folders are empty: grafana-dashboards, vmagent", failure.Message);
        Assert.Contains("-VendorPath", failure.Recommendation, StringComparison.Ordinal);
    }
}
