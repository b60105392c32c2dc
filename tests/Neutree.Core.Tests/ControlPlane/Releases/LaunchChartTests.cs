using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Releases;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.ControlPlane.Releases;

public sealed class LaunchChartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Work => _folder.File("work");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_chart_s_folder_is_used_as_it_is()
    {
        string chart = await VendoredSample.WriteChartAsync(_folder.Path);

        await using LaunchChart own = await OpenAsync(chart);
        await using LaunchChart parent = await OpenAsync(_folder.Path);

        Assert.Equal((chart, chart), (own.Folder, parent.Folder));
        Assert.False(Directory.Exists(Work));
    }

    [Fact]
    public async Task A_chart_s_archive_is_unpacked_below_the_work_directory_in_place_of_an_earlier_one()
    {
        string archive = await PackAsync();
        _folder.Write("work/neutree/templates/former.yaml", "x"u8);

        await using LaunchChart chart = await OpenAsync(archive);

        Assert.Equal(Path.Join(Work, "neutree"), chart.Folder);
        Assert.Equal(["neutree"], Directory.EnumerateFileSystemEntries(Work).Select(Path.GetFileName));
        Assert.Equal(FilesOf(_folder.File("neutree")), FilesOf(chart.Folder));
    }

    [Fact]
    public async Task Of_a_package_the_chart_is_taken_and_nothing_else()
    {
        string source = await VendoredSample.WriteChartAsync(_folder.Path);
        ArchiveBuilder package = new ArchiveBuilder()
            .AddFile("manifest.yaml", "images: []\n")
            .AddFile("aaa/Chart.yaml", "apiVersion: v2\nname: aaa\nversion: 1.0.0\n")
            .AddFile("neutree-core/docker-compose.yml", "services: {}\n");
        foreach (string file in FilesOf(source))
        {
            package.AddFile("neutree/" + file, await File.ReadAllTextAsync(Path.Join(source, file)));
        }

        await using LaunchChart chart = await OpenAsync(_folder.Write("package.tar.gz", package.ToTarGzip()));

        Assert.Equal(FilesOf(source), FilesOf(chart.Folder));
    }

    [Fact]
    public async Task For_a_look_nothing_is_left_behind()
    {
        string archive = await PackAsync();

        LaunchChart chart = await LaunchChart.OpenAsync(await CheckedAsync(archive), null, Work, forShow: true, default);
        bool wasThere = File.Exists(Path.Join(chart.Folder, "Chart.yaml"));
        await chart.DisposeAsync();

        Assert.True(wasThere);
        Assert.False(Directory.Exists(chart.Folder));
        Assert.False(Directory.Exists(Work));
    }

    [Fact]
    public async Task Without_a_package_what_was_unpacked_before_is_used()
    {
        await using LaunchChart unpacked = await OpenAsync(await PackAsync());

        await using LaunchChart again = await OpenAsync(null);

        Assert.Equal(unpacked.Folder, again.Folder);
    }

    [Fact]
    public async Task A_chart_without_its_vendored_files_is_refused_unless_they_are_given()
    {
        PackageException failure = await Assert.ThrowsAsync<PackageException>(() => OpenAsync(VendoredSample.BareChart));
        await using LaunchChart filled = await LaunchChart.OpenAsync(await CheckedAsync(VendoredSample.BareChart), VendoredSample.Source, Work, forShow: false, default);

        Assert.Equal("Package.VendoredFolderEmpty", failure.ErrorId);
        Assert.Equal(Path.Join(Work, "neutree"), filled.Folder);
        Assert.True(File.Exists(Path.Join(filled.Folder, "vmagent", "prometheus.yml")));
    }

    [Theory]
    [InlineData("neutree-core/docker-compose.yml")]
    [InlineData("a/b/Chart.yaml")]
    public async Task What_holds_no_chart_is_refused(string file)
    {
        string path = _folder.Write("package.tar.gz", new ArchiveBuilder().AddFile(file, "services: {}\n").ToTarGzip());

        ControlPlaneException failure = await Assert.ThrowsAsync<ControlPlaneException>(() => OpenAsync(path));

        Assert.Equal(("ControlPlane.NoChart", $"{path} holds no chart"), (failure.ErrorId, failure.Message));
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(static file => file != ".helmignore").Order(StringComparer.Ordinal);

    private async Task<string> PackAsync()
    {
        string chart = await VendoredSample.WriteChartAsync(_folder.Path);
        return (await new ChartPackager().PackAsync(new ChartPackageOptions { Chart = chart, Destination = _folder.File("packed") })).Path;
    }

    private async Task<LaunchChart> OpenAsync(string? package) =>
        await LaunchChart.OpenAsync(package is null ? null : await CheckedAsync(package), null, Work, forShow: false, default);

    private static Task<CheckedPackage> CheckedAsync(string path) => CheckedPackage.OpenAsync(path, null, PackageRequirement.None, new ArchiveOptions(), default);
}
