using System.Diagnostics;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Core.Tests.Helm.Charts;

public sealed class ChartLoaderTests
{
    private static ChartSource Everything => ChartSource.Demo
        .Add("values.yaml", "a: 1\nm: {x: 1, z: 1}\n---\n---\nb: 2\nm: {x: 2}\n")
        .Add("values.schema.json", "{}")
        .Add("README.md", "# demo")
        .Add("crds/b.yaml", "b")
        .Add("crds/a.YML", "a")
        .Add("crds/notes.txt", "n")
        .Add("templates/sub/z.yaml", "z")
        .Add("templates/a.yaml", [0xEF, 0xBB, 0xBF, (byte)'a'])
        .Add("Chart.lock", "generated: 2024-01-02T03:04:05.5+01:00\ndigest: sha256:1\ndependencies:\n- name: x\n  version: 1.0.0\n  repository: oci://r/c\n")
        .Add("charts/inner/Chart.yaml", "apiVersion: v2\nname: inner\nversion: 0.1.0\n")
        .Add("charts/inner/crds/c.json", "c")
        .Add("charts/inner/charts/deep/Chart.yaml", "apiVersion: v2\nname: deep\nversion: 0.1.0\n")
        .Add("charts/inner/charts/deep/crds/d.yaml", "d")
        .Add("charts/packed-1.0.0.tgz", new ChartSource().Add("Chart.yaml", "apiVersion: v2\nname: packed\nversion: 1.0.0\n").Add("templates/p.yaml", "p").Pack("packed"))
        .Add("charts/packed-1.0.0.tgz.prov", "signature")
        .Add("charts/_skipped/Chart.yaml", "no chart")
        .Add("charts/.skipped.tgz", "no chart")
        .Add("charts/README.md/readme", "x")
        .Add("charts/README.md/Chart.yaml", "apiVersion: v2\nname: odd\nversion: 0.1.0\n");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chart_has_what_its_files_say(bool isPacked)
    {
        Chart chart = isPacked ? Everything.LoadPacked() : await Everything.LoadFolderAsync();

        Assert.Equal(("demo", "1.2.3"), (chart.Name, chart.Metadata.Version));
        Assert.Equal(["a", "b", "m"], chart.Values.SortedKeys.Select(key => key.ToString()));
        Assert.Equal((2.0, 1.0), (((GoMap)chart.Values["m"]!)["x"], ((GoMap)chart.Values["m"]!)["z"]));
        Assert.Equal("{}", chart.Schema!.ToString());
        Assert.Equal(
            isPacked ? ["templates/sub/z.yaml z", "templates/a.yaml a"] : ["templates/a.yaml a", "templates/sub/z.yaml z"],
            chart.Templates.Select(file => $"{file.Name} {file.Data}"));
        Assert.Equal(
            isPacked
                ? ["README.md", "crds/b.yaml", "crds/a.YML", "crds/notes.txt", "charts/packed-1.0.0.tgz.prov"]
                : ["README.md", "charts/packed-1.0.0.tgz.prov", "crds/a.YML", "crds/b.yaml", "crds/notes.txt"],
            chart.Files.Select(file => file.Name));
        Assert.Equal(["odd", "inner", "packed"], chart.Dependencies.Select(inner => inner.Name));
        Assert.Equal(["templates/p.yaml"], chart.Dependencies[2].Templates.Select(file => file.Name));
        Assert.Equal(("demo/charts/inner/charts/deep", "demo.inner.deep"), (chart.Dependencies[1].Dependencies[0].FullPath, chart.Dependencies[1].Dependencies[0].Path));
        Assert.Equal(("2024-01-02T03:04:05.5+01:00", "sha256:1", "x"), (chart.Lock!.Generated, chart.Lock.Digest, chart.Lock.Dependencies.Single().Name));
        string[] own = isPacked ? ["demo/crds/b.yaml", "demo/crds/a.YML"] : ["demo/crds/a.YML", "demo/crds/b.yaml"];
        Assert.Equal(
            [.. own, "demo/charts/inner/crds/c.json", "demo/charts/inner/charts/deep/crds/d.yaml"],
            chart.Crds.Select(crd => crd.Filename));
        Assert.All(chart.RawFiles, file => Assert.NotEqual(default, file.ModifiedAt));
    }

    [Fact]
    public async Task Dependencies_of_v1_stand_in_requirements_yaml()
    {
        CollectingLogger logger = new();
        using TemporaryFolder folder = new();
        string path = new ChartSource()
            .Add("Chart.yaml", "apiVersion: v1\nname: old\nversion: 1.0.0\n")
            .Add("requirements.yaml", "dependencies:\n- name: x\n  version: 1.x\n  import-values: [a, {child: c, parent: p}]\n  tags: [t]\n")
            .Add("requirements.lock", "digest: d\n")
            .WriteTo(folder);

        Chart chart = await new ChartLoader(logger: logger).LoadAsync(path);

        ChartDependency dependency = Assert.Single(chart.Metadata.Dependencies);
        Assert.Equal(("x", "1.x", "d"), (dependency.Name, dependency.Version, chart.Lock!.Digest));
        Assert.Equal(["t"], dependency.Tags);
        Assert.Equal((GoString)"a", dependency.ImportValues[0]);
        Assert.Equal((GoString)"p", ((GoMap)dependency.ImportValues[1]!)["parent"]);
        Assert.Equal(["requirements.lock", "requirements.yaml"], chart.Files.Select(file => file.Name));
        Assert.Empty(logger.Warnings);
    }

    [Fact]
    public async Task In_a_chart_of_v2_requirements_yaml_counts_with_a_warning()
    {
        CollectingLogger logger = new();
        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.Add("requirements.yaml", "dependencies:\n- name: x\n").Add("requirements.lock", "digest: d\n").WriteTo(folder);

        Chart chart = await new ChartLoader(logger: logger).LoadAsync(path);

        Assert.Equal(["x"], chart.Metadata.Dependencies.Select(dependency => dependency.Name));
        Assert.Empty(chart.Files);
        Assert.Equal(
            [
                "Dependency locking is handled in Chart.lock since apiVersion \"v2\". We recommend migrating to Chart.lock.",
                "Dependencies are handled in Chart.yaml since apiVersion \"v2\". We recommend migrating dependencies to Chart.yaml.",
            ],
            logger.Warnings);
    }

    [Theory]
    [InlineData("values.yaml", "a", "cannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type map[string]interface {}")]
    [InlineData("values.yaml", "- a", "cannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("values.yaml", "a: b: c", "cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: mapping values are not allowed in this context")]
    [InlineData("charts/x.tgz", "bad", "error unpacking subchart x.tgz in demo: unexpected EOF")]
    [InlineData("charts/x.tgz", "this is no archive", "error unpacking subchart x.tgz in demo: gzip: invalid header")]
    [InlineData("charts/y/z", "a: 1", "error unpacking subchart y in demo: Chart.yaml file is missing")]
    [InlineData("charts/y/Chart.yaml", "a: 1", "error unpacking subchart y in demo: validation: chart.metadata.name is required")]
    [InlineData("charts/y/Chart.yaml", "- a", "error unpacking subchart y in demo: cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type v2.Metadata")]
    [InlineData("charts/y.tgz/Chart.yaml", "a: 1", "error unpacking subchart tar in demo: expected y.tgz, got y.tgz/Chart.yaml")]
    public void Files_that_helm_refuses_are_refused_in_its_words(string name, string content, string message) =>
        Assert.Equal(message, Assert.Throws<ChartException>(() => ChartSource.Demo.Add(name, content).LoadPacked()).Message);

    [Fact]
    public async Task Ignored_files_are_not_read()
    {
        Chart chart = await ChartSource.Demo
            .Add(".helmignore", "*.tmp\nsecret/\n")
            .Add("a.tmp", "x")
            .Add("deep/b.tmp", "x")
            .Add("secret/c", "x")
            .Add("templates/.d", "x")
            .Add("templates/e", "x")
            .LoadFolderAsync();

        Assert.Equal([".helmignore", "Chart.yaml", "templates/e"], chart.RawFiles.Select(file => file.Name));
    }

    [Theory]
    [InlineData("a**", "double-star (**) syntax is not supported")]
    [InlineData("a[", "syntax error in pattern")]
    [InlineData("Chart.yaml", "Chart.yaml file is missing")]
    public async Task A_malformed_helmignore_is_refused(string text, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<ChartException>(() => ChartSource.Demo.Add(".helmignore", text).LoadFolderAsync())).Message);

    [Fact]
    public async Task Symbolic_links_are_followed_and_said()
    {
        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.WriteTo(folder);
        folder.Write("elsewhere/a.yaml", "a"u8);
        folder.Write("elsewhere/sub/b.yaml", "b"u8);
        Directory.CreateSymbolicLink(Path.Combine(path, "templates"), folder.File("elsewhere"));
        File.CreateSymbolicLink(Path.Combine(path, "values.yaml"), folder.Write("values.yaml", "v: 1"u8));
        Directory.CreateSymbolicLink(folder.File("link"), path);
        CollectingLogger logger = new();

        Chart chart = await new ChartLoader(logger: logger).LoadAsync(folder.File("link"));

        Assert.Equal(["templates/a.yaml", "templates/sub/b.yaml"], chart.Templates.Select(file => file.Name));
        Assert.Equal(1.0, chart.Values["v"]);
        Assert.Equal(2, logger.All.Count(line => line.StartsWith("found symbolic link in path.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Links_that_lead_back_or_nowhere_are_refused()
    {
        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.Add("deep/a", "a").WriteTo(folder);
        Directory.CreateSymbolicLink(Path.Combine(path, "deep", "loop"), "..");
        ChartException loop = await Assert.ThrowsAsync<ChartException>(() => new ChartLoader().LoadAsync(path));
        Assert.Contains("too many levels of symbolic links", loop.Message, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(path, "deep", "loop"));
        File.CreateSymbolicLink(Path.Combine(path, "gone"), "nope");
        ChartException gone = await Assert.ThrowsAsync<ChartException>(() => new ChartLoader().LoadAsync(path));
        Assert.Equal($"error evaluating symlink {path}/gone: lstat {path}/nope: no such file or directory", gone.Message);
    }

    [Fact]
    public async Task Links_that_lead_out_of_the_chart_are_warned_of()
    {
        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.WriteTo(folder);
        File.CreateSymbolicLink(Path.Combine(path, "inside"), "Chart.yaml");
        File.CreateSymbolicLink(Path.Combine(path, "outside"), folder.Write("secret", "s"u8));
        CollectingLogger logger = new();

        await new ChartLoader(logger: logger).LoadAsync(path);

        Assert.Equal(
            [$"found symbolic link in path. Contents of linked file included and used: {path}/outside is {folder.File("secret")}"], logger.Warnings);
    }

    [Theory]
    [InlineData("Chart.yaml")]
    [InlineData(".helmignore")]
    public async Task Files_that_are_read_first_must_be_regular_too(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.WriteTo(folder);
        File.Delete(Path.Combine(path, name));
        File.CreateSymbolicLink(Path.Combine(path, name), "/dev/zero");

        ChartException error = await Assert.ThrowsAsync<ChartException>(() => new ChartLoader().LoadAsync(path));

        Assert.Equal($"cannot load irregular file {path}/{name} as it has file mode type bits set", error.Message);
    }

    [Fact]
    public async Task A_folder_may_take_as_much_as_an_archive()
    {
        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.Add("a", new byte[600]).Add("b", new byte[600]).WriteTo(folder);

        ChartException size = await Assert.ThrowsAsync<ChartException>(
            () => new ChartLoader { Limits = new ChartLimits { TotalSize = 1000 } }.LoadAsync(path));
        ChartException entries = await Assert.ThrowsAsync<ChartException>(
            () => new ChartLoader { Limits = new ChartLimits { Entries = 2 } }.LoadAsync(path));

        Assert.Equal("chart with the archives inside it is larger than the maximum size 1000", size.Message);
        Assert.Equal("chart has more than 2 entries, those of the archives inside it included", entries.Message);
    }

    [Fact]
    public void Names_of_files_deep_inside_charts_count_for_each_level()
    {
        ChartSource chart = ChartSource.Demo;
        for (int depth = 1; depth <= 9; depth++)
        {
            chart.Add(string.Concat(Enumerable.Repeat("charts/c/", depth)) + "Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        }

        ChartLoader loader = new() { Limits = new ChartLimits { TotalSize = 3_000 } };

        Assert.Equal(ErrorKind.LimitExceeded, Assert.Throws<ChartException>(() => loader.LoadArchive(chart.Pack(), "demo.tgz")).Kind);
    }

    [Fact]
    public async Task Pipes_are_refused_without_waiting_for_them()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.Add("empty", "").WriteTo(folder);
        using (Process process = Process.Start("mkfifo", Path.Combine(path, "pipe")))
        {
            await process.WaitForExitAsync();
        }

        ChartException error = await Assert.ThrowsAsync<ChartException>(() => new ChartLoader().LoadAsync(path));

        Assert.Equal($"cannot load irregular file {path}/pipe as it has file mode type bits set", error.Message);
    }

    [Fact]
    public async Task Files_beyond_the_limit_are_refused()
    {
        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.Add("big", new byte[5 * 1024 * 1024]).WriteTo(folder);
        Assert.Equal(2, (await new ChartLoader().LoadAsync(path)).RawFiles.Count);

        folder.Write("demo/big", new byte[(5 * 1024 * 1024) + 1]);
        ChartException error = await Assert.ThrowsAsync<ChartException>(() => new ChartLoader().LoadAsync(path));
        Assert.Equal(("chart file \"big\" is larger than the maximum file size 5242880", ErrorKind.LimitExceeded), (error.Message, error.Kind));
    }

    [Theory]
    [InlineData("./nothere", "path \"./nothere\" not found", "Chart.NotFound")]
    [InlineData("nothere", "path \"nothere\" not found", "Chart.NotFound")]
    [InlineData("a/b.tgz", "path \"a/b.tgz\" not found", "Chart.NotFound")]
    [InlineData("bitnami/redis", "repo bitnami not found: bitnami/redis is no path, and chart repositories are not used", "Chart.UnsupportedReference")]
    [InlineData("https://example.com/x.tgz", "chart https://example.com/x.tgz is a web address, which is not opened", "Chart.UnsupportedReference")]
    [InlineData("oci://example.com/charts/x", "unable to lookup chart \"oci://example.com/charts/x\", missing registry client", "Chart.UnsupportedReference")]
    public async Task References_that_lead_to_no_chart_say_what_to_do(string reference, string message, string errorId)
    {
        ChartException error = await Assert.ThrowsAsync<ChartException>(() => new ChartLoader().LoadAsync(reference));

        Assert.Equal((message, errorId, reference), (error.Message, error.ErrorId, error.Target));
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public async Task A_folder_without_Chart_yaml_is_no_chart()
    {
        using TemporaryFolder folder = new();

        ChartException error = await Assert.ThrowsAsync<ChartException>(() => new ChartLoader().LoadAsync(folder.Path));

        Assert.Equal($"unable to detect chart at {folder.Path}/Chart.yaml: open {folder.Path}/Chart.yaml: no such file or directory", error.Message);
    }

    [Theory]
    [InlineData("a.tgz", "hello", "file '{0}' does not appear to be a gzipped archive; got 'application/octet-stream'")]
    [InlineData("a.yaml", "a: 1", "file '{0}' seems to be a YAML file, but expected a gzipped archive")]
    [InlineData("a.zip", "PK\u0003\u0004", "file '{0}' does not appear to be a gzipped archive; got 'application/zip'")]
    public async Task A_file_that_is_no_archive_is_refused_in_helms_words(string name, string content, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(name, System.Text.Encoding.UTF8.GetBytes(content));

        ChartException error = await Assert.ThrowsAsync<ChartException>(() => new ChartLoader().LoadAsync(path));

        Assert.Equal(string.Format(message, path), error.Message);
    }

    [Fact]
    public async Task A_reference_is_brought_by_the_fetcher()
    {
        RecordingFetcher fetcher = new(ChartSource.Demo.Pack());

        Chart chart = await new ChartLoader(fetcher).LoadAsync(" oci://example.com/charts/demo ", "^1.0");

        Assert.Equal("demo", chart.Name);
        Assert.Equal([("oci://example.com/charts/demo", "^1.0")], fetcher.Asked);
    }

    private sealed class RecordingFetcher(byte[] archive) : IChartFetcher
    {
        public List<(string Reference, string? Version)> Asked { get; } = [];

        public Task<byte[]> FetchAsync(string reference, string? version, CancellationToken cancellationToken)
        {
            Asked.Add((reference, version));
            return Task.FromResult(archive);
        }
    }
}
