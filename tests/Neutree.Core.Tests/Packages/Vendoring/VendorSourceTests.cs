using System.Text;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Vendoring;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Vendoring;

public sealed class VendorSourceTests : IDisposable
{
    private static readonly string[] ChartFiles =
    [
        "gateway/kong/plugins/neutree-ai-access/handler.lua",
        "gateway/kong/plugins/neutree-ai-access/schema.lua",
        "gateway/kong/plugins/neutree-ai-gateway/handler.lua",
        "gateway/kong/plugins/neutree-ai-gateway/schema.lua",
        "gateway/kong/plugins/neutree-ai-quota/handler.lua",
        "gateway/kong/plugins/neutree-ai-quota/schema.lua",
        "gateway/kong/plugins/neutree-ai-statistics/handler.lua",
        "gateway/kong/plugins/neutree-ai-statistics/schema.lua",
        "grafana-dashboards/default_grafana_dashboard.json",
        "grafana-dashboards/overview_dashboard.json",
        "init-scripts/000_init.sql",
        "vmagent/prometheus.yml",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_checkout_gives_the_files_that_a_chart_wants_in_their_order()
    {
        VendorSource source = await VendorSource.OpenAsync(VendoredSample.Source, default);

        IReadOnlyList<VendoredFile> files = source.Read(VendoredLayout.Chart);

        Assert.Equal(ChartFiles, files.Select(file => file.PathIn(VendoredLayout.Chart)));
        Assert.Equal("CREATE SCHEMA IF NOT EXISTS api;\n", Encoding.UTF8.GetString(files.Single(file => file.Name == "000_init.sql").Content.Span));
    }

    [Fact]
    public async Task A_chart_gives_the_same_from_its_folder_and_its_archive()
    {
        string chart = await VendoredSample.WriteChartAsync(_folder.Path);
        ChartPackage package = await new ChartPackager().PackAsync(new ChartPackageOptions { Chart = chart, Destination = _folder.Path });

        VendorSource folder = await VendorSource.OpenAsync(chart, default);
        VendorSource archive = await VendorSource.OpenAsync(package.Path, default);

        Assert.Equal(ChartFiles, folder.Read(VendoredLayout.Chart).Select(file => file.PathIn(VendoredLayout.Chart)));
        Assert.Equal(
            folder.Read(VendoredLayout.Compose).Select(file => (file.PathIn(VendoredLayout.Compose), Convert.ToHexString(file.Content.Span))),
            archive.Read(VendoredLayout.Compose).Select(file => (file.PathIn(VendoredLayout.Compose), Convert.ToHexString(file.Content.Span))));
    }

    [Fact]
    public async Task Layouts_may_be_mixed_and_hidden_files_stay_behind()
    {
        foreach (VendoredFolder folder in VendoredFolder.All)
        {
            _folder.Write($"{folder.ComposePath ?? folder.ChartPath}/a{folder.Extension}", "x"u8);
            _folder.Write($"{folder.ComposePath ?? folder.ChartPath}/.gitkeep", ""u8);
        }

        VendorSource source = await VendorSource.OpenAsync(_folder.Path, default);

        Assert.Equal(VendoredFolder.All.Select(folder => $"{folder.RepositoryPath}/a{folder.Extension}").Order(StringComparer.Ordinal),
            source.Read(VendoredLayout.Repository).Select(file => file.PathIn(VendoredLayout.Repository)));
    }

    [Fact]
    public async Task What_a_source_lacks_is_named_in_one_error()
    {
        _folder.Write("gateway/kong/plugins/neutree-ai-access/handler.lua", "x"u8);
        _folder.Write("observability/grafana/dashboards/a.json", "{}"u8);
        _folder.Write("db/init-scripts/README.md", "x"u8);
        VendorSource source = await VendorSource.OpenAsync(_folder.Path, default);

        PackageException failure = Assert.Throws<PackageException>(() => source.Read(VendoredLayout.Chart));

        Assert.Equal("Package.VendorIncomplete", failure.ErrorId);
        Assert.Equal(
            $"{_folder.Path} lacks these folders, or has them empty: gateway/kong/plugins/neutree-ai-gateway, gateway/kong/plugins/neutree-ai-quota, "
            + "gateway/kong/plugins/neutree-ai-statistics, db/init-scripts, observability/vmagent",
            failure.Message);
    }

    [Fact]
    public async Task A_path_with_nothing_there_is_an_error()
    {
        PackageException failure = await Assert.ThrowsAsync<PackageException>(() => VendorSource.OpenAsync(_folder.File("none.tgz"), default));

        Assert.Equal(("Package.VendorNotFound", ErrorKind.NotFound), (failure.ErrorId, failure.Kind));
    }

    [Fact]
    public async Task Filling_replaces_what_an_earlier_source_had()
    {
        _folder.Write("grafana-dashboards/old.json", "{}"u8);
        _folder.Write("templates/kept.json", "{}"u8);
        VendoredFolderFiller filler = new(await VendorSource.OpenAsync(VendoredSample.Source, default));

        List<string> written = [];
        await foreach (string path in filler.FillAsync(_folder.Path, VendoredLayout.Chart))
        {
            written.Add(path);
        }

        Assert.Equal(ChartFiles, written);
        Assert.Equal(
            ChartFiles.Append("templates/kept.json").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }
}
