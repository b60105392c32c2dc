using System.Text.Json.Nodes;
using Neutree.Core.Helm.Lint;
using Neutree.Core.Helm.Values;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Deploy;

/// <summary>What the values of deploy/chart/neutree may say, and what they do (spec 5.4, 5.5).</summary>
public sealed class ChartValuesTests
{
    [Theory]
    [InlineData("jwtSecret=", "jwtSecret is required. Please set it in values.yaml or via --set jwtSecret=<your-secret>")]
    [InlineData("kong.ingress.enabled=true", "kong.ingress.enabled is true but kong.ingress.host is empty")]
    [InlineData("api.ingress.enabled=true", "api.ingress.enabled is true but api.ingress.host is empty")]
    [InlineData("grafana.ingress.enabled=true", "grafana.ingress.enabled is true but grafana.ingress.hosts is empty")]
    [InlineData("victoria-metrics-cluster.vminsert.ingress.enabled=true", "victoria-metrics-cluster.vminsert.ingress.enabled is true but victoria-metrics-cluster.vminsert.ingress.hosts is empty")]
    [InlineData("victoria-metrics-cluster.vminsert.ingress.enabled=true,victoria-metrics-cluster.vminsert.ingress.hosts[0].path=/", "a host of victoria-metrics-cluster.vminsert.ingress.hosts has no name")]
    [InlineData("jwtsecret=x", "additional properties 'jwtsecret' not allowed")]
    [InlineData("kong.proxyservice.type=NodePort", "additional properties 'proxyservice' not allowed")]
    [InlineData("db.persistence.enabled=maybe", "/db/persistence/enabled")]
    [InlineData("db.persistence.size=many", "/db/persistence/size")]
    [InlineData("db.password=12345678", "/db/password")]
    [InlineData("db.password=", "/db/password")]
    [InlineData("api.service.type=Ingress", "/api/service/type")]
    [InlineData("kong.image.pullPolicy=Sometimes", "/kong/image/pullPolicy")]
    [InlineData("vector.image.digest=sha256:12", "/vector/image/digest")]
    [InlineData("global.imagePullSecrets[0].names=a", "/global/imagePullSecrets/0")]
    [InlineData("victoria-metrics-cluster.vmstorage.replicaCount=0", "/victoria-metrics-cluster/vmstorage/replicaCount")]
    public async Task A_value_that_can_t_be_right_is_refused_with_its_name(string set, string message)
    {
        NeutreeException failure = await Assert.ThrowsAnyAsync<NeutreeException>(() => RenderedNeutree.RenderAsync([set]));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chart_is_clean_under_strict_lint()
    {
        using TemporaryFolder folder = new();
        string chart = await VendoredSample.WriteChartAsync(folder.Path);
        List<string> found = [];
        foreach (string each in new[] { chart, VendoredSample.BareChart })
        {
            await foreach (ChartLintMessage message in new ChartLinter(
                new ChartLintOptions { Charts = [each], Values = new ValuesOptions { Set = ["jwtSecret=x"] } }).LintAsync(default))
            {
                found.Add(message.ToString());
            }
        }

        Assert.Equal([], found);
    }

    [Theory]
    [InlineData("", "http://neutree-victoria-metrics-cluster-vminsert:8480/insert/0/prometheus/")]
    [InlineData("metrics.remoteWriteUrl=https://m.example.com/w", "https://m.example.com/w")]
    [InlineData("victoria-metrics-cluster.vminsert.ingress.enabled=true,victoria-metrics-cluster.vminsert.ingress.hosts[0].name=m.example.com", "http://m.example.com/insert/0/prometheus/")]
    [InlineData("victoria-metrics-cluster.vminsert.ingress.enabled=true,victoria-metrics-cluster.vminsert.ingress.hosts[0].name=m.example.com,victoria-metrics-cluster.vminsert.ingress.hosts[0].path={/},victoria-metrics-cluster.vminsert.ingress.tls[0].secretName=t", "https://m.example.com/insert/0/prometheus/")]
    [InlineData("victoria-metrics-cluster.vminsert.ingress.enabled=true,victoria-metrics-cluster.vminsert.ingress.hosts[0].name=m.example.com,victoria-metrics-cluster.vminsert.ingress.hosts[0].path=/vm/insert/", "http://m.example.com/vm/insert/0/prometheus/")]
    public async Task Metrics_are_written_to_the_given_URL_else_the_ingress_else_the_service(string set, string url)
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([set]);

        Assert.Contains("--metrics-remote-write-url=" + url, Arguments(rendered, "core"));
        Assert.Contains("-remoteWrite.url=" + url, Arguments(rendered, "vmagent"));
    }

    [Theory]
    [InlineData("", "http://neutree-kong-proxy:80")]
    [InlineData("kong.ingress.enabled=true,kong.ingress.host=a.b", "http://a.b")]
    [InlineData("kong.ingress.enabled=true,kong.ingress.host=a.b,kong.ingress.path=/ai/,kong.ingress.tls[0].secretName=t", "https://a.b/ai")]
    public async Task The_gateway_s_URL_is_its_ingress_else_its_service(string set, string url)
    {
        Assert.Contains("--gateway-proxy-url=" + url, Arguments(await RenderedNeutree.RenderAsync([set]), "core"));
    }

    [Theory]
    [InlineData("", "--grafana-url=http://neutree-grafana:80")]
    [InlineData("grafana.grafana\\.ini.server.root_url=https://g.example.com", "--grafana-url=https://g.example.com")]
    [InlineData("system.grafana.url=https://s.example.com", "--grafana-url=https://s.example.com")]
    [InlineData("grafana.enabled=false", null)]
    public async Task Grafana_s_URL_is_the_given_one_else_its_own_else_its_service(string set, string? argument)
    {
        Assert.Equal(argument, Arguments(await RenderedNeutree.RenderAsync([set]), "api").SingleOrDefault(text => text.StartsWith("--grafana-url", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "http://neutree-victorialogs-service:9428")]
    [InlineData("victorialogs.enabled=false,system.aiTraceStoreUrl=https://l.example.com/", "https://l.example.com")]
    [InlineData("victorialogs.enabled=false", null)]
    public async Task Traces_go_to_the_own_store_else_to_the_given_one_else_nowhere(string set, string? url)
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([set]);

        string config = (string)rendered.Get("ConfigMap", "neutree-vector")["data"]!["vector.yaml"]!;
        Assert.Equal(url is not null, config.Contains($"uri: {url}/insert/jsonline?", StringComparison.Ordinal));
        Assert.Equal(url is not null, config.Contains("traces_to_store", StringComparison.Ordinal));
        Assert.Equal(url is null ? null : "--ai-trace-store-url=" + url,
            Arguments(rendered, "api").SingleOrDefault(text => text.StartsWith("--ai-trace-store-url", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Public_registries_are_offered_only_when_wanted()
    {
        Assert.DoesNotContain(Arguments(await RenderedNeutree.RenderAsync([]), "core"), text => text.Contains("model-", StringComparison.Ordinal));
        Assert.Subset(
            Arguments(await RenderedNeutree.RenderAsync(["publicModelRegistries.enabled=true", "publicModelRegistries.huggingFace.url=https://hf.example.com"]), "core").ToHashSet(),
            new HashSet<string> { "--enable-builtin-public-model-registries", "--hugging-face-endpoint=https://hf.example.com", "--model-scope-endpoint=https://www.modelscope.cn" });
    }

    [Fact]
    public async Task Node_ports_are_pinned_and_the_notes_ask_for_the_outer_host()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync(
            ["kong.proxyService.type=NodePort", "kong.proxyService.nodePorts.http=30080", "api.service.type=NodePort", "api.service.nodePort=30300"]);

        Assert.Equal("30080", rendered.Get("Service", "neutree-kong-proxy")["spec"]!["ports"]![0]!["nodePort"]!.ToJsonString());
        Assert.Null(rendered.Get("Service", "neutree-kong-proxy")["spec"]!["ports"]![1]!["nodePort"]);
        Assert.Equal("30300", rendered.Get("Service", "neutree-api-service")["spec"]!["ports"]![0]!["nodePort"]!.ToJsonString());
        Assert.Contains("WARNING: api.service, kong.proxyService are of type NodePort, and nodePort.externalHost is empty", rendered.Chart.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_notes_name_vendored_folders_that_are_empty()
    {
        using TemporaryFolder folder = new();
        string chart = await VendoredSample.WriteChartAsync(folder.Path);
        Directory.Delete(Path.Combine(chart, "gateway"), recursive: true);
        Directory.Delete(Path.Combine(chart, "init-scripts"), recursive: true);

        Assert.Contains(
            "WARNING: this chart was packed without the files of gateway, init-scripts;",
            (await RenderedNeutree.RenderAsync(chart, [])).Chart.Notes, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", (await RenderedNeutree.RenderAsync([])).Chart.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grafana_s_settings_are_written_as_an_ini_file()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync(
            ["grafana.grafana\\.ini.app_mode=production", "grafana.grafana\\.ini.server.http_max=12345678", "grafana.grafana\\.ini.server.root_url=https://{{ .Release.Name }}.example.com"]);

        string ini = (string)rendered.Get("ConfigMap", "neutree-grafana")["data"]!["grafana.ini"]!;
        Assert.StartsWith("app_mode = production\n[analytics]\n", ini, StringComparison.Ordinal);
        Assert.EndsWith("[server]\nhttp_max = 12345678\nroot_url = https://neutree.example.com\n", ini, StringComparison.Ordinal);
    }

    /// <summary>A file with every key of spec 5.5, sub-charts' own included, gives what the defaults give.</summary>
    [Fact]
    public async Task Values_made_for_Neutree_s_own_chart_are_taken()
    {
        RenderedNeutree plain = await RenderedNeutree.RenderAsync([]);
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([], "neutree", Path.Combine(TestFolders.Fixtures, "values", "spec-5.5.yaml"));

        Assert.Equal(plain.Objects.Select(item => item.ToJsonString()), rendered.Objects.Select(item => item.ToJsonString()));
    }

    private static IEnumerable<string> Arguments(RenderedNeutree rendered, string component) =>
        rendered.Get("Deployment", $"neutree-{component}")["spec"]!["template"]!["spec"]!["containers"]![0]!["args"]!.AsArray().Select(argument => (string)argument!);
}
