using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Lint;
using Neutree.Core.Helm.Values;

namespace Neutree.Core.Tests.Helm.Lint;

public sealed class ChartLinterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neutree-lint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("{{ required \"give a name\" .Values.name }}", "can't be rendered with these values: give a name")]
    [InlineData("{{ range tuple 1 2 }}{{ required \"give a name\" $.Values.name }}{{ end }}", "can't be rendered with these values: give a name")]
    [InlineData("{{ if not .Values.name }}{{ fail \"no name\" }}{{ end }}", "can't be rendered with these values: no name")]
    public async Task A_value_that_a_template_requires_is_a_warning_at_the_template(string template, string message)
    {
        string chart = Write(("templates/a.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a{template}\n"));

        string[] without = await LintedCharts.LintAsync(new ChartLintOptions { Charts = [chart] });
        string[] with = await LintedCharts.LintAsync(new ChartLintOptions { Charts = [chart], Values = new ValuesOptions { Set = ["name=x"] } });

        Assert.Equal([$"[WARNING] templates/a.yaml: {message}"], without);
        Assert.Equal([], with);
    }

    [Theory]
    [InlineData("2.x", "[WARNING] charts/: chart directory has sub 1.0.0, but 2.x is wanted")]
    [InlineData("abc", "[WARNING] charts/: version 'abc' of sub is no version range, or that of the chart no version")]
    public async Task A_version_in_the_charts_folder_that_is_not_the_wanted_one_is_a_warning(string wanted, string message)
    {
        string chart = Write(
            ("Chart.yaml", $"{LintedCharts.Chartfile}dependencies:\n- name: sub\n  version: {wanted}\n  repository: https://example.com\n"),
            ("charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n"));

        string[] found = await LintedCharts.LintAsync(new ChartLintOptions { Charts = [chart] });

        Assert.Equal([message], found);
    }

    [Fact]
    public async Task A_lock_file_for_other_dependencies_is_a_warning()
    {
        string chart = Write(
            ("Chart.yaml", $"{LintedCharts.Chartfile}dependencies:\n- name: sub\n  version: 1.0.0\n  repository: https://example.com\n"),
            ("Chart.lock", "dependencies: []\ndigest: sha256:0000\ngenerated: \"2026-01-01T00:00:00Z\"\n"),
            ("charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n"));

        ChartLintMessage found = Assert.Single(await LintedCharts.FindAsync(new ChartLintOptions { Charts = [chart] }));

        Assert.Equal(
            "[WARNING] Chart.lock: the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please update the dependencies",
            found.ToString());
        Assert.Equal("helm dependency update writes Chart.lock anew.", found.Recommendation);
    }

    [Theory]
    [InlineData("templates/a.yaml", "a: b\nc: {{ .Values.x.y }}\n", 2)]
    [InlineData("templates/a.yaml", "{{ if }}", 1)]
    [InlineData("values.yaml", "a: b\nc: d: e\n", 2)]
    [InlineData("templates/a.json", "{}", null)]
    public async Task A_finding_has_its_line_where_it_is_known(string path, string text, int? line)
    {
        string chart = Write((path, text));

        ChartLintMessage found = (await LintedCharts.FindAsync(new ChartLintOptions { Charts = [chart] }))[0];

        Assert.Equal((chart, path, line), (found.Chart, found.Path, found.Line));
    }

    [Fact]
    public async Task Charts_inside_are_found_in_the_order_of_their_names_and_checked_each_for_itself()
    {
        string chart = Write(
            ("Chart.yaml", $"{LintedCharts.Chartfile}dependencies:\n- name: b\n  version: 1.0.0\n"),
            ("charts/b/Chart.yaml", "apiVersion: v2\nname: b\nversion: 1.0.0\ndependencies:\n- name: a\n  version: 1.0.0\n"),
            ("charts/b/values.yaml", ""),
            ("charts/b/templates/_x.tpl", ""),
            ("charts/b/charts/a/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\nicon: https://example.com/i.png\n"),
            ("charts/b/charts/a/values.yaml", ""),
            ("charts/b/charts/a/templates/_x.tpl", ""));
        ChartLintOptions options = new() { Charts = [chart], WithSubcharts = true };

        Assert.Equal(
            [chart, Path.Join(chart, "charts", "b"), Path.Join(chart, "charts", "b", "charts", "a")],
            new ChartLinter(options).FindCharts().Order(StringComparer.Ordinal));
        Assert.Equal("[INFO] Chart.yaml: icon is recommended", Assert.Single(await LintedCharts.LintAsync(options)));
    }

    [Fact]
    public async Task An_archive_is_checked_like_its_folder()
    {
        string chart = Write(("templates/a.yaml", "a: b\nc: {{ .Values.x.y }}\n"), ("templates/b.json", "{}"));
        ChartPackage package = await new ChartPackager().PackAsync(new ChartPackageOptions { Chart = chart, Destination = _folder.FullName });

        Assert.Equal(
            await LintedCharts.LintAsync(new ChartLintOptions { Charts = [chart] }),
            await LintedCharts.LintAsync(new ChartLintOptions { Charts = [package.Path] }));
    }

    [Theory]
    [InlineData("none", "unable to check Chart.yaml file in chart: stat {0}/none/Chart.yaml: no such file or directory")]
    [InlineData("none.tgz", "unable to open tarball: open {0}/none.tgz: no such file or directory")]
    public async Task What_is_no_chart_is_an_error(string name, string message)
    {
        string path = $"{_folder.FullName}/{name}";

        ChartException failure = await Assert.ThrowsAsync<ChartException>(() => LintedCharts.LintAsync(new ChartLintOptions { Charts = [path] }));

        Assert.Equal(("Chart.NotFound", string.Format(null, message, _folder.FullName)), (failure.ErrorId, failure.Message));
    }

    [Fact]
    public void A_version_of_Kubernetes_that_is_none_is_refused_before_anything_is_read() =>
        Assert.Equal(
            "Chart.InvalidKubeVersion",
            Assert.Throws<ChartException>(() => new ChartLinter(new ChartLintOptions { Charts = ["none"], KubeVersion = "x" })).ErrorId);

    private string Write(params (string Path, string Text)[] files)
    {
        Dictionary<string, string> all = new()
        {
            ["Chart.yaml"] = LintedCharts.Chartfile,
            ["values.yaml"] = "",
            ["templates/a.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n",
        };
        foreach ((string path, string text) in files)
        {
            all[path] = text;
        }

        return LintedCharts.Write(_folder, all);
    }
}
