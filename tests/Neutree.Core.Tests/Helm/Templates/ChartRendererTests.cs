using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Templates;

public sealed class ChartRendererTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ChartRendererTests()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n");
        Write("values.yaml", "replicas: 2\n");
        Write("templates/deployment.yaml", "kind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec: {replicas: {{ .Values.replicas }}}\n");
        Write("templates/tests/test.yaml", "kind: Pod\nmetadata:\n  name: try\n  annotations: {helm.sh/hook: test}\n");
        Write("templates/NOTES.txt", "Installed {{ .Release.Name }} in {{ .Release.Namespace }}.");
        Write("crds/widgets.yaml", "kind: CustomResourceDefinition\nmetadata: {name: widgets}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_text_holds_resources_then_hooks_each_below_its_source()
    {
        RenderedChart chart = await RenderAsync(options => options);

        Assert.Equal(
            "---\n# Source: web/templates/deployment.yaml\nkind: Deployment\nmetadata:\n  name: rel\nspec: {replicas: 2}\n"
            + "---\n# Source: web/templates/tests/test.yaml\nkind: Pod\nmetadata:\n  name: try\n  annotations: {helm.sh/hook: test}\n",
            ManifestText.Of(chart, []).ToString());
        Assert.Equal("Installed rel in ns.", chart.Notes);
    }

    [Fact]
    public async Task Definitions_come_first_where_they_are_wanted_and_tests_can_be_left_out()
    {
        RenderedChart chart = await RenderAsync(options => options with { IncludeCrds = true, SkipTests = true });

        Assert.Equal(
            "---\n# Source: web/crds/widgets.yaml\nkind: CustomResourceDefinition\nmetadata: {name: widgets}\n\n"
            + "---\n# Source: web/templates/deployment.yaml\nkind: Deployment\nmetadata:\n  name: rel\nspec: {replicas: 2}\n",
            ManifestText.Of(chart, []).ToString());
    }

    [Fact]
    public async Task One_template_can_be_shown_by_its_path_or_a_pattern()
    {
        RenderedChart chart = await RenderAsync(options => options);

        Assert.Equal(
            "---\n# Source: web/templates/tests/test.yaml\nkind: Pod\nmetadata:\n  name: try\n  annotations: {helm.sh/hook: test}\n",
            ManifestText.Of(chart, ["templates/*/t?st.yaml"]).ToString());
        Assert.Equal(
            "could not find template templates/none.yaml in chart",
            Assert.Throws<ChartException>(() => ManifestText.Of(chart, ["templates/none.yaml"])).Message);
    }

    [Theory]
    [InlineData("Rel", "Chart.InvalidReleaseName")]
    [InlineData("a-name-that-is-longer-than-the-fifty-three-characters-that-fit", "Chart.InvalidReleaseName")]
    [InlineData("-a", "Chart.InvalidReleaseName")]
    public async Task A_release_name_that_cannot_be_one_is_refused(string name, string errorId)
    {
        ChartException failure = await Assert.ThrowsAsync<ChartException>(() => RenderAsync(options => options with { ReleaseName = name }));

        Assert.Equal(errorId, failure.ErrorId);
    }

    [Fact]
    public async Task A_library_is_not_rendered_by_itself()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\ntype: library\n");

        ChartException failure = await Assert.ThrowsAsync<ChartException>(() => RenderAsync(options => options));

        Assert.Equal("library charts are not installable", failure.Message);
    }

    [Fact]
    public async Task A_value_that_is_required_is_asked_for_at_its_place()
    {
        Write("templates/deployment.yaml", "kind: A\nimage: {{ required \"give an image\" .Values.image }}\n");

        ChartException failure = await Assert.ThrowsAsync<ChartException>(() => RenderAsync(options => options));

        Assert.Equal("execution error at (web/templates/deployment.yaml:2:10): give an image", failure.Message);
        Assert.Equal("web/templates/deployment.yaml:2:10", failure.Target);
    }

    [Fact]
    public async Task A_failure_names_every_include_on_the_way_the_innermost_last()
    {
        Write("templates/_names.tpl", "{{ define \"outer\" }}{{ include \"inner\" . }}{{ end }}\n{{ define \"inner\" }}{{ .Values.a.b.c }}{{ end }}");
        Write("templates/deployment.yaml", "kind: A\nname: {{ include \"outer\" . }}\n");

        ChartException failure = await Assert.ThrowsAsync<ChartException>(() => RenderAsync(options => options));

        Assert.Equal(
            """
            web/templates/deployment.yaml:2:9
              executing "web/templates/deployment.yaml" at <include "outer" .>:
                error calling include:
            web/templates/_names.tpl:1:23
              executing "outer" at <include "inner" .>:
                error calling include:
            web/templates/_names.tpl:2:30
              executing "inner" at <.Values.a.b.c>:
                nil pointer evaluating interface {}.b
            """,
            failure.Message);
    }

    [Fact]
    public async Task A_post_renderer_sees_every_document_with_its_template_and_may_add_one()
    {
        Recorder recorder = new("kind: Service\nmetadata: {name: added}\n---\nkind: Namespace\nmetadata:\n  name: kept\n"
            + "  annotations: {postrenderer.helm.sh/postrender-filename: web/templates/deployment.yaml}\n");

        RenderedChart chart = await new ChartRenderer(Options()) { PostRenderer = recorder }.RenderAsync(CancellationToken.None);

        Assert.Equal(
            "kind: Deployment\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: web/templates/deployment.yaml\n  name: rel\nspec:\n  replicas: 2\n"
            + "---\nkind: Pod\nmetadata:\n  annotations:\n    helm.sh/hook: test\n"
            + "    postrenderer.helm.sh/postrender-filename: web/templates/tests/test.yaml\n  name: try\n",
            recorder.Seen);
        Assert.Equal(
            ["Namespace web/templates/deployment.yaml", "Service generated-by-postrender-0.yaml"],
            chart.Resources.Select(static resource => $"{resource.Kind} {resource.Source}"));
    }

    private ChartRenderOptions Options() =>
        new() { Chart = _folder.Path, ReleaseName = "rel", Namespace = "ns", Values = new ValuesOptions() };

    private Task<RenderedChart> RenderAsync(Func<ChartRenderOptions, ChartRenderOptions> change) =>
        new ChartRenderer(change(Options())).RenderAsync(CancellationToken.None);

    private void Write(string name, string text)
    {
        string path = Path.Join(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private sealed class Recorder(string answer) : IManifestPostRenderer
    {
        public string Seen { get; private set; } = "";

        public Task<GoString> RunAsync(GoString manifests, CancellationToken cancellationToken)
        {
            Seen = manifests.ToString();
            return Task.FromResult(GoString.FromText(answer));
        }
    }
}
