using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Deploy;

/// <summary>The objects of deploy/chart/neutree: names, switches, and what old servers refuse.</summary>
public sealed partial class ChartObjectTests
{
    [Theory]
    [InlineData("neutree", "site")]
    [InlineData("neutree", "neutree-2")]
    [InlineData("a-release-whose-name-is-as-long-as-helm-lets-it-be-aa", "a-release-whose-name-is-as-long-as-helm-lets-it-be-ab")]
    public async Task Two_releases_of_one_namespace_have_no_name_in_common(string first, string second)
    {
        string[] names = [.. (await RenderedNeutree.RenderAsync([], first)).Names];
        string[] others = [.. (await RenderedNeutree.RenderAsync([], second)).Names];

        Assert.Equal([], names.Intersect(others));
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    /// <summary>A release "x-y" and an object "x" + "-y-z" of release "x" would meet where both "z" and "y-z" end names.</summary>
    [Fact]
    public async Task No_ending_of_a_name_is_the_end_of_another_s()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([]);
        Dictionary<string, string[]> endings = rendered.Objects
            .GroupBy(item => (string)item["kind"]!, item => RenderedNeutree.NameOf(item)["neutree-".Length..])
            .ToDictionary(group => group.Key, group => group.ToArray());

        Assert.Equal([], endings.SelectMany(kind => kind.Value.Where(ending => kind.Value.Any(other => other.EndsWith("-" + ending, StringComparison.Ordinal)))));
    }

    [Fact]
    public async Task Names_fit_where_Kubernetes_puts_them_even_for_the_longest_release()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([], new string('a', 53));

        Assert.Equal([], rendered.Objects.Where(item => (string)item["kind"]! != "ConfigMap").Select(RenderedNeutree.NameOf).Where(name => name.Length > 52));
        Assert.Equal([], rendered.Objects.Select(RenderedNeutree.NameOf).Where(name => !DnsName().IsMatch(name)));
    }

    /// <summary>Server-side apply of Kubernetes 1.20 refuses both.</summary>
    [Fact]
    public async Task Quantities_are_text_and_every_port_names_its_protocol()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync(["db.resources.limits.cpu=2", "kong.resources.limits.memory=1073741824"]);

        Assert.Equal("2", (string)rendered.Get("Deployment", "neutree-postgresql")["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"]!["limits"]!["cpu"]!);
        Assert.Equal([], rendered.Containers.SelectMany(container => RenderedNeutree.Leaves(container["resources"])).Where(leaf => leaf.Value.GetValueKind() != JsonValueKind.String));
        Assert.Equal([], Ports(rendered).Where(port => port["protocol"] is null).Select(port => port.ToJsonString()));
    }

    [Fact]
    public async Task Every_service_finds_a_pod_and_every_port_has_a_container_s()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([]);

        foreach (JsonNode service in rendered.Objects.Where(item => (string)item["kind"]! == "Service"))
        {
            JsonNode pod = rendered.Pods.Single(pod => Matches(service["spec"]!["selector"]!.AsObject(), pod.Owner["spec"]!["template"]!["metadata"]!["labels"]!.AsObject())).Spec;
            HashSet<string> named = [.. RenderedNeutree.Items(pod["containers"]).SelectMany(container => RenderedNeutree.Items(container["ports"])).Select(port => (string)port["name"]!)];
            Assert.Subset(named, RenderedNeutree.Items(service["spec"]!["ports"]).Select(port => (string)port["targetPort"]!).ToHashSet());
        }
    }

    [Fact]
    public async Task Every_long_running_container_is_asked_whether_it_is_ready_and_alive()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([]);

        Assert.Equal(
            [],
            rendered.Pods.Where(pod => (string)pod.Owner["kind"]! != "Job").SelectMany(pod => RenderedNeutree.Items(pod.Spec["containers"]))
                .Where(container => container["readinessProbe"] is null || container["livenessProbe"] is null).Select(container => (string)container["name"]!));
    }

    [Theory]
    [InlineData("grafana.enabled=false", "grafana", "dashboard")]
    [InlineData("victorialogs.enabled=false", "victorialogs")]
    [InlineData("victoria-metrics-cluster.enabled=false", "victoria-metrics-cluster", "vmagent", "vmagent-config")]
    public async Task What_is_switched_off_leaves_no_object(string set, params string[] endings)
    {
        RenderedNeutree whole = await RenderedNeutree.RenderAsync([]);
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([set]);

        Assert.Equal(
            whole.Names.Where(name => !endings.Any(ending => name == $"Deployment/neutree-{ending}" || name.Contains($"/neutree-{ending}-", StringComparison.Ordinal)
                || name.EndsWith($"/neutree-{ending}", StringComparison.Ordinal)) || name == "ConfigMap/neutree-vmagent-scrape-config"),
            rendered.Names);
    }

    [Theory]
    [InlineData("db.persistence.enabled", "postgresql")]
    [InlineData("victorialogs.persistence.enabled", "victorialogs")]
    [InlineData("vmagent.persistence.enabled", "vmagent")]
    [InlineData("grafana.persistence.enabled", "grafana")]
    public async Task Without_persistence_there_is_no_claim_and_the_data_are_the_pod_s(string value, string component)
    {
        RenderedNeutree kept = await RenderedNeutree.RenderAsync([]);
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([$"{value}=false"]);

        Assert.Equal("keep", (string)kept.Get("PersistentVolumeClaim", $"neutree-{component}")["metadata"]!["annotations"]!["helm.sh/resource-policy"]!);
        Assert.Equal($$"""{"claimName":"neutree-{{component}}"}""", DataVolume(kept, component)["persistentVolumeClaim"]!.ToJsonString());
        Assert.DoesNotContain($"PersistentVolumeClaim/neutree-{component}", rendered.Names);
        Assert.Equal("""{"emptyDir":{},"name":"data"}""", DataVolume(rendered, component).ToJsonString());
    }

    [Fact]
    public async Task Each_dashboard_is_a_ConfigMap_of_its_own_and_is_not_taken_for_a_template()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([]);

        Assert.Equal(
            ["ConfigMap/neutree-dashboard-default-grafana-dashboard", "ConfigMap/neutree-dashboard-overview-dashboard"],
            rendered.Names.Where(name => name.Contains("-dashboard-", StringComparison.Ordinal)));
        Assert.Equal(
            (await File.ReadAllTextAsync(Path.Combine(VendoredSample.Source, "observability", "grafana", "dashboards", "overview_dashboard.json"))).TrimEnd('\n'),
            (string)rendered.Get("ConfigMap", "neutree-dashboard-overview-dashboard")["data"]!["overview_dashboard.json"]!);
    }

    [Fact]
    public async Task Kong_runs_the_plugins_of_the_chart_without_their_tests()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([]);

        JsonNode kong = rendered.Get("Deployment", "neutree-kong")["spec"]!["template"]!["spec"]!["containers"]![0]!;
        Assert.Equal(
            "bundled,neutree-ai-access,neutree-ai-gateway,neutree-ai-quota,neutree-ai-statistics",
            (string)RenderedNeutree.Items(kong["env"]).Single(variable => (string)variable["name"]! == "KONG_PLUGINS")["value"]!);
        Assert.Equal(["handler.lua", "schema.lua"], rendered.Get("ConfigMap", "neutree-kong-neutree-ai-gateway")["data"]!.AsObject().Select(file => file.Key));
    }

    [Fact]
    public async Task The_job_is_new_with_each_revision_and_nothing_else_is()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([]);

        Assert.Equal(["neutree-setup-1"], rendered.Objects.Where(item => item.ToJsonString().Contains("setup-1", StringComparison.Ordinal)).Select(RenderedNeutree.NameOf));
    }

    [Fact]
    public async Task Storage_nodes_are_one_for_each_replica()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync(["victoria-metrics-cluster.vmstorage.replicaCount=2"]);

        JsonNode insert = rendered.Get("Deployment", "neutree-victoria-metrics-cluster-vminsert")["spec"]!["template"]!["spec"]!["containers"]![0]!;
        Assert.Equal(
            [
                "-httpListenAddr=:8480", "-loggerFormat=json",
                "-storageNode=neutree-victoria-metrics-cluster-vmstorage-0.neutree-victoria-metrics-cluster-vmstorage:8400",
                "-storageNode=neutree-victoria-metrics-cluster-vmstorage-1.neutree-victoria-metrics-cluster-vmstorage:8400",
            ],
            insert["args"]!.AsArray().Select(argument => (string)argument!));
    }

    private static IEnumerable<JsonNode> Ports(RenderedNeutree rendered) =>
        rendered.Containers.SelectMany(container => RenderedNeutree.Items(container["ports"]))
            .Concat(rendered.Objects.Where(item => (string)item["kind"]! == "Service").SelectMany(service => RenderedNeutree.Items(service["spec"]!["ports"])));

    private static bool Matches(JsonObject selector, JsonObject labels) => selector.All(label => (string?)labels[label.Key] == (string)label.Value!);

    private static JsonNode DataVolume(RenderedNeutree rendered, string component) =>
        RenderedNeutree.Items(rendered.Get("Deployment", $"neutree-{component}")["spec"]!["template"]!["spec"]!["volumes"]).Single(volume => (string)volume["name"]! == "data");

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex DnsName();
}
