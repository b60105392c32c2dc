using System.Text.Json;

namespace Neutree.Cli.Tests;

public sealed class ChartCommandTests : IDisposable
{
    private readonly CliSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Fact]
    public async Task Lint_prints_what_helm_lint_prints()
    {
        SampleCharts.Write(_setup.Folder, ("templates/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A}\n"), ("templates/b.json", ""));

        CliResult result = await RunAsync("lint", "demo", SampleCharts.Greeter, "none");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            $"""
            ==> Linting demo
            [INFO] Chart.yaml: icon is recommended
            [INFO] values.yaml: file does not exist
            [WARNING] templates/a.yaml: object name does not conform to Kubernetes naming requirements: "A": metadata.name: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
            [ERROR] templates/b.json: file extension '.json' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt

            ==> Linting {SampleCharts.Greeter}

            ==> Linting none
            Error unable to check Chart.yaml file in chart: stat none/Chart.yaml: no such file or directory


            """.ReplaceLineEndings("\n"),
            result.Output);
        Assert.EndsWith("Error: 3 chart(s) linted, 2 chart(s) failed\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("--strict", 1)]
    [InlineData("--strict --set name=a", 0)]
    public async Task Lint_fails_on_warnings_only_when_strict(string arguments, int exitCode)
    {
        SampleCharts.Write(
            _setup.Folder, ("values.yaml", ""), ("templates/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name | default \"A\" }}\n"));

        CliResult result = await RunAsync(["lint", "demo", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task Quiet_lint_says_nothing_of_sound_charts()
    {
        CliResult result = await RunAsync("lint", SampleCharts.Greeter, "--with-subcharts", "--quiet");

        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Lint_finds_the_charts_inside()
    {
        CliResult result = await RunAsync("lint", SampleCharts.Greeter, "--with-subcharts");

        Assert.Equal(
            $"==> Linting {SampleCharts.Greeter}\n\n==> Linting {SampleCharts.Greeter}/charts/store\n[INFO] Chart.yaml: icon is recommended\n\n2 chart(s) linted, 0 chart(s) failed\n",
            result.Output);
    }

    [Fact]
    public async Task As_JSON_findings_have_their_place_and_advice()
    {
        SampleCharts.Write(_setup.Folder, ("values.yaml", ""), ("templates/a.yaml", "a: {{ .Values.x.y }}"));

        CliResult result = await RunAsync("lint", "demo", "--quiet", "-o", "json");

        JsonElement finding = Assert.Single(JsonSerializer.Deserialize<JsonElement[]>(result.Output)!);
        Assert.Equal(
            ("demo", "error", "templates/a.yaml", 1),
            (finding.GetProperty("chart").GetString(), finding.GetProperty("severity").GetString(), finding.GetProperty("path").GetString(), finding.GetProperty("line").GetInt32()));
        Assert.NotEqual("", finding.GetProperty("recommendation").GetString());
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Show_prints_the_files_as_they_stand()
    {
        CliResult values = await RunAsync("show", "values", SampleCharts.Greeter);
        CliResult readme = await RunAsync("show", "readme", SampleCharts.Greeter);
        CliResult crds = await RunAsync("show", "crds", SampleCharts.Greeter);
        CliResult chart = await RunAsync("show", "chart", SampleCharts.Greeter);
        CliResult all = await RunAsync("show", "all", SampleCharts.Greeter);

        Assert.Equal(await ReadAsync("values.yaml") + "\n", values.Output);
        Assert.Equal(await ReadAsync("README.md") + "\n", readme.Output);
        Assert.Equal("---\n" + await ReadAsync("crds", "greetings.yaml") + "\n", crds.Output);
        Assert.StartsWith("apiVersion: v2\nappVersion: \"3.1\"\ndependencies:\n- condition: store.enabled\n  name: store\n", chart.Output, StringComparison.Ordinal);
        Assert.Equal(chart.Output + "---\n" + values.Output + "---\n" + readme.Output + crds.Output, all.Output);
    }

    [Fact]
    public async Task Show_all_has_no_place_for_values_where_a_chart_has_none()
    {
        string chart = SampleCharts.Write(_setup.Folder, ("README.md", "# Demo"));

        CliResult all = await RunAsync("show", "all", chart);

        Assert.Equal("apiVersion: v2\nname: demo\nversion: 1.0.0\n\n---\n# Demo\n", all.Output);
    }

    [Fact]
    public async Task Show_alone_is_an_overview_with_the_dependencies()
    {
        CliResult result = await RunAsync("show", SampleCharts.Greeter);

        Assert.Equal(
            """
            Name:         greeter
            Version:      1.2.0
            App version:  3.1
            Description:  Greets whoever asks, and remembers them
            Type:         application
            Kubernetes:   >=1.24.0-0
            Home:         https://example.com/greeter
            Maintainers:  Neutree contributors

            NAME   VERSION  REPOSITORY                         STATUS
            store  0.3.x    oci://registry.example.com/charts  unpacked

            """.ReplaceLineEndings("\n"),
            result.Output);
    }

    [Fact]
    public async Task As_JSON_a_chart_is_one_object()
    {
        CliResult result = await RunAsync("show", SampleCharts.Greeter, "-o", "json");

        JsonElement chart = Assert.Single(JsonSerializer.Deserialize<JsonElement[]>(result.Output)!);
        Assert.Equal(
            ("greeter", "1.2.0", "unpacked", await ReadAsync("values.yaml")),
            (
                chart.GetProperty("name").GetString(),
                chart.GetProperty("version").GetString(),
                chart.GetProperty("dependencies")[0].GetProperty("status").GetString(),
                chart.GetProperty("values").GetString()));
    }

    [Fact]
    public async Task Package_writes_an_archive_that_can_be_shown()
    {
        CliResult packed = await RunAsync("package", SampleCharts.Greeter, "-d", "packages", "--version", "2.0.0", "--app-version", "4.0");
        CliResult shown = await RunAsync("show", "packages/greeter-2.0.0.tgz");

        Assert.Equal(
            (0, $"Successfully packaged chart and saved it to: {Path.Join(_setup.Folder, "packages", "greeter-2.0.0.tgz")}\n", ""),
            (packed.ExitCode, packed.Output, packed.Error));
        Assert.StartsWith("Name:         greeter\nVersion:      2.0.0\nApp version:  4.0\n", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_writes_nothing_when_asked_only_to_say()
    {
        CliResult result = await RunAsync("package", SampleCharts.Greeter, "-d", "packages", "--what-if");

        Assert.Equal((0, $"would package {SampleCharts.Greeter} into {Path.Join(_setup.Folder, "packages")}\n"), (result.ExitCode, result.Output));
        Assert.False(Directory.Exists(Path.Join(_setup.Folder, "packages")));
    }

    [Fact]
    public async Task A_chart_without_its_dependencies_is_not_packed()
    {
        SampleCharts.Write(_setup.Folder, ("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.0.0\ndependencies:\n- name: store\n  version: 1.0.0\n"));

        CliResult result = await RunAsync("package", "demo");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("Error: found in Chart.yaml, but missing in charts/ directory: store — ", result.Error, StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(params string[] path) => File.ReadAllTextAsync(Path.Join([SampleCharts.Greeter, .. path]));

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_setup, ["chart", .. arguments]);
}
