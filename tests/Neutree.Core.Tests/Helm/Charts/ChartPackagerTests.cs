using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Helm.Charts;

public sealed class ChartPackagerTests
{
    private static readonly DateTimeOffset Time = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private static ChartSource Full => new ChartSource()
        .Add("Chart.yaml", ChartSource.Chartfile + "# a comment\nappVersion: 1.10\nkeywords: [k]\nmaintainers: [{name: m, email: e}]\ndependencies: [{name: inner, version: 0.1.0}]\n")
        .Add("Chart.lock", "generated: 2024-01-02T03:04:05Z\ndigest: sha256:1\ndependencies: [{name: inner, version: 0.1.0}]\n")
        .Add("values.yaml", "# kept\na: 1\n")
        .Add("values.schema.json", "{ }")
        .Add("templates/a.yaml", "kind: A\nvalue: {{ .Values.a }}\n")
        .Add("templates/NOTES.txt", "notes")
        .Add("crds/c.yaml", "kind: C\n")
        .Add("README.md", "# demo")
        .Add(".helmignore", "*.tmp\n")
        .Add("left.tmp", "x")
        .Add("charts/inner-0.1.0.tgz", new ChartSource().Add("Chart.yaml", "apiVersion: v1\nname: inner\nversion: 0.1.0\n").Add("requirements.yaml", "dependencies: []\n").Add("templates/i.yaml", "kind: I\n").Pack("inner"));

    [Fact]
    public async Task An_archive_has_helms_entries_in_helms_order()
    {
        using TemporaryFolder folder = new();

        ChartPackage package = await PackAsync(folder, Full);

        Assert.Equal(folder.File("out/demo-1.2.3.tgz"), package.Path);
        Assert.Equal(
            [
                "demo/Chart.yaml", "demo/Chart.lock", "demo/values.yaml", "demo/values.schema.json", "demo/templates/NOTES.txt", "demo/templates/a.yaml",
                "demo/.helmignore", "demo/README.md", "demo/crds/c.yaml",
                "demo/charts/inner/Chart.yaml", "demo/charts/inner/templates/i.yaml", "demo/charts/inner/requirements.yaml",
            ],
            Entries(package.Path).Select(entry => entry.Name));
        Assert.All(Entries(package.Path), entry => Assert.Equal((Time, (UnixFileMode)0b110_100_100), (entry.Time, entry.Mode)));
        Assert.Equal([package.Path], Directory.GetFiles(folder.File("out")));
        Assert.Equal(new FileInfo(package.Path).Length, package.Size);
    }

    [Fact]
    public async Task A_packed_chart_is_loaded_as_the_folder_is()
    {
        using TemporaryFolder folder = new();
        ChartPackage package = await PackAsync(folder, Full);

        Chart before = await new ChartLoader().LoadAsync(folder.File("demo"));
        Chart after = await new ChartLoader().LoadAsync(package.Path);

        Assert.Equivalent(before.Metadata, after.Metadata, strict: true);
        Assert.Equal(before.Lock!.Generated, after.Lock!.Generated);
        Assert.Equal("# kept\na: 1\n", after.RawFiles.Single(file => file.Name == "values.yaml").Data.ToString());
        Assert.Equal(before.Templates.Select(file => (file.Name, file.Data)), after.Templates.Select(file => (file.Name, file.Data)));
        Assert.Equal(before.Files.Select(file => (file.Name, file.Data)), after.Files.Select(file => (file.Name, file.Data)));
        Assert.Equal(["inner"], after.Dependencies.Select(inner => inner.Name));
    }

    [Fact]
    public async Task The_same_files_give_the_same_bytes()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();

        ChartPackage one = await PackAsync(first, Full);
        ChartPackage other = await PackAsync(second, Full);

        Assert.Equal(one.Digest, other.Digest);
        Assert.Equal(await File.ReadAllBytesAsync(one.Path), await File.ReadAllBytesAsync(other.Path));
    }

    [Fact]
    public async Task Without_a_time_the_newest_file_gives_it()
    {
        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.Add("values.yaml", "a: 1\n").WriteTo(folder);
        File.SetLastWriteTimeUtc(Path.Combine(path, "Chart.yaml"), Time.UtcDateTime.AddDays(-1));
        File.SetLastWriteTimeUtc(Path.Combine(path, "values.yaml"), Time.UtcDateTime);

        ChartPackage package = await new ChartPackager(environment: _ => null).PackAsync(new ChartPackageOptions { Chart = path, Destination = folder.File("a") });
        ChartPackage dated = await new ChartPackager(environment: name => name == "SOURCE_DATE_EPOCH" ? "86400" : null).PackAsync(
            new ChartPackageOptions { Chart = path, Destination = folder.File("b") });

        Assert.All(Entries(package.Path), entry => Assert.Equal(Time, entry.Time));
        Assert.All(Entries(dated.Path), entry => Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(1), entry.Time));
    }

    [Fact]
    public async Task Versions_can_be_given()
    {
        using TemporaryFolder folder = new();
        string path = ChartSource.Demo.WriteTo(folder);

        ChartPackage package = await new ChartPackager().PackAsync(
            new ChartPackageOptions { Chart = path, Destination = folder.File("out"), Version = "2.0.0-rc.1+b5", AppVersion = "9" });

        Assert.Equal("demo-2.0.0-rc.1+b5.tgz", Path.GetFileName(package.Path));
        ChartMetadata metadata = (await new ChartLoader().LoadAsync(package.Path)).Metadata;
        Assert.Equal(("2.0.0-rc.1+b5", "9"), (metadata.Version, metadata.AppVersion));
        ChartException error = await Assert.ThrowsAsync<ChartException>(() => new ChartPackager().PackAsync(new ChartPackageOptions { Chart = path, Version = "x" }));
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
    }

    [Fact]
    public async Task What_cannot_be_packed_is_refused_and_leaves_nothing()
    {
        using TemporaryFolder folder = new();
        string lacking = new ChartSource().Add("Chart.yaml", ChartSource.Chartfile + "dependencies: [{name: gone}]\n").WriteTo(folder, "lacking");
        string malformed = ChartSource.Demo.Add("values.schema.json", "{").WriteTo(folder, "malformed");
        string file = folder.Write("file", "x"u8);
        ChartPackageOptions Options(string chart, string destination = "out") => new() { Chart = chart, Destination = folder.File(destination) };

        Assert.Equal(
            "found in Chart.yaml, but missing in charts/ directory: gone",
            (await Assert.ThrowsAsync<ChartException>(() => new ChartPackager().PackAsync(Options(lacking)))).Message);
        Assert.StartsWith(
            "invalid JSON in values.schema.json",
            (await Assert.ThrowsAsync<ChartException>(() => new ChartPackager().PackAsync(Options(malformed)))).Message,
            StringComparison.Ordinal);
        Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<ChartException>(() => new ChartPackager().PackAsync(Options(file)))).Kind);
        Assert.Equal(
            ErrorKind.WriteFailed,
            (await Assert.ThrowsAsync<ChartException>(() => new ChartPackager().PackAsync(Options(ChartSource.Demo.WriteTo(folder, "good"), "file")))).Kind);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [RequiresPartFact("helm")]
    public async Task Helm_packs_the_same_entries_and_renders_ours()
    {
        using TemporaryFolder folder = new();
        ChartPackage package = await PackAsync(folder, Full);

        await HelmAsync("package", folder.File("demo"), "-d", folder.File("theirs"));
        List<Entry> theirs = Entries(folder.File("theirs/demo-1.2.3.tgz"));

        Assert.Equal(theirs.Select(entry => (entry.Name, entry.Text, entry.Mode)), Entries(package.Path).Select(entry => (entry.Name, entry.Text, entry.Mode)));
        Assert.Equal(await HelmAsync("template", "r", folder.File("demo")), await HelmAsync("template", "r", package.Path));
    }

    private static Task<ChartPackage> PackAsync(TemporaryFolder folder, ChartSource source) => new ChartPackager().PackAsync(
        new ChartPackageOptions { Chart = source.WriteTo(folder), Destination = folder.File("out"), ModifiedAt = Time });

    private static async Task<string> HelmAsync(params string[] arguments)
    {
        using Process helm = Process.Start(new ProcessStartInfo("helm", arguments) { RedirectStandardOutput = true })!;
        string output = await helm.StandardOutput.ReadToEndAsync();
        await helm.WaitForExitAsync();
        Assert.Equal(0, helm.ExitCode);
        return output;
    }

    private static List<Entry> Entries(string path)
    {
        using GZipStream unzipped = new(File.OpenRead(path), CompressionMode.Decompress);
        using TarReader reader = new(unzipped);
        List<Entry> entries = [];
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using StreamReader text = new(entry.DataStream ?? Stream.Null);
            entries.Add(new Entry(entry.Name, text.ReadToEnd(), entry.ModificationTime, entry.Mode));
        }

        return entries;
    }

    private sealed record Entry(string Name, string Text, DateTimeOffset Time, UnixFileMode Mode);
}
