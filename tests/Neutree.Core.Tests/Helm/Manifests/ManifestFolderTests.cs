using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Manifests;

public sealed class ManifestFolderTests
{
    [Fact]
    public async Task Documents_of_one_template_stand_in_one_file()
    {
        using TemporaryFolder folder = new();
        string output = folder.File("out");

        List<string> written = await WriteAsync(output, ("c/templates/a.yaml", "a: 1"), ("c/templates/b.yaml", "b: 1"), ("c/templates/a.yaml", "a: 2"));

        Assert.Equal([$"{output}/c/templates/a.yaml", $"{output}/c/templates/b.yaml", $"{output}/c/templates/a.yaml"], written);
        Assert.Equal(["a.yaml", "b.yaml"], Directory.GetFileSystemEntries($"{output}/c/templates").Select(Path.GetFileName).Order());
        Assert.Equal(
            "---\n# Source: c/templates/a.yaml\na: 1\n---\n# Source: c/templates/a.yaml\na: 2\n", await File.ReadAllTextAsync($"{output}/c/templates/a.yaml"));
    }

    [Theory]
    [InlineData("../x.yaml")]
    [InlineData("c/../../x.yaml")]
    public async Task Sources_that_lead_out_are_refused(string source)
    {
        using TemporaryFolder folder = new();

        ChartException error = await Assert.ThrowsAsync<ChartException>(() => WriteAsync(folder.File("out"), (source, "a: 1")));

        Assert.Equal($"{source} leads out of {folder.File("out")}", error.Message);
        Assert.False(File.Exists(folder.File("x.yaml")));
    }

    [Fact]
    public async Task Folders_that_link_elsewhere_are_refused()
    {
        using TemporaryFolder folder = new();
        string elsewhere = Directory.CreateDirectory(folder.File("elsewhere")).FullName;
        Directory.CreateDirectory(folder.File("out/c"));
        Directory.CreateSymbolicLink(folder.File("out/c/templates"), elsewhere);

        ChartException error = await Assert.ThrowsAsync<ChartException>(() => WriteAsync(folder.File("out"), ("c/templates/a.yaml", "a: 1")));

        Assert.Equal("Chart.PathOutsideFolder", error.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    [Fact]
    public async Task The_folder_itself_and_links_within_it_may_be_links()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("real/shared"));
        Directory.CreateSymbolicLink(folder.File("out"), folder.File("real"));
        Directory.CreateSymbolicLink(folder.File("real/c"), folder.File("real/shared"));

        await WriteAsync(folder.File("out"), ("c/a.yaml", "a: 1"));

        Assert.True(File.Exists(folder.File("real/shared/a.yaml")));
    }

    [Fact]
    public async Task A_link_under_the_file_s_name_is_replaced()
    {
        using TemporaryFolder folder = new();
        string secret = folder.Write("secret", "s"u8);
        Directory.CreateDirectory(folder.File("out/c"));
        File.CreateSymbolicLink(folder.File("out/c/a.yaml"), secret);

        await WriteAsync(folder.File("out"), ("c/a.yaml", "a: 1"));

        Assert.Equal("s", await File.ReadAllTextAsync(secret));
        Assert.Equal("---\n# Source: c/a.yaml\na: 1\n", await File.ReadAllTextAsync(folder.File("out/c/a.yaml")));
    }

    private static async Task<List<string>> WriteAsync(string folder, params (string Source, string Text)[] documents)
    {
        RenderedChart chart = new()
        {
            Chart = new ChartMetadata(),
            ReleaseName = "r",
            Namespace = "n",
            Resources = [.. documents.Select(document => new ChartResource { Source = document.Source, Yaml = document.Text })],
            Hooks = [],
            Values = new GoMap(),
        };
        List<string> written = [];
        await foreach (string file in new ManifestFolder(folder).WriteAsync(chart, [], CancellationToken.None))
        {
            written.Add(file);
        }

        return written;
    }
}
