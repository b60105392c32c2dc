using System.Text.Json.Nodes;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.Deploy;

/// <summary>The chart with filled folders, rendered for one release: its objects, hooks included, as JSON.</summary>
internal sealed class RenderedNeutree(RenderedChart chart)
{
    public RenderedChart Chart => chart;

    public IReadOnlyList<JsonNode> Objects { get; } =
        [.. chart.Resources.Concat(chart.Hooks).Select(resource => JsonNode.Parse(GoJson.EncodeRaw(YamlReader.ReadMap(resource.Yaml)).ToString())!)];

    /// <summary>The specs of all pods, with the object each belongs to.</summary>
    public IEnumerable<(JsonNode Owner, JsonNode Spec)> Pods =>
        from item in Objects where item["spec"]?["template"]?["spec"] is not null select (item, item["spec"]!["template"]!["spec"]!);

    /// <summary>All containers, init containers included.</summary>
    public IEnumerable<JsonNode> Containers => Pods.SelectMany(pod => Items(pod.Spec["initContainers"]).Concat(Items(pod.Spec["containers"])));

    public IEnumerable<string> Images => Containers.Select(container => (string)container["image"]!).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Kind and name of each object.</summary>
    public IEnumerable<string> Names => Objects.Select(item => $"{item["kind"]}/{NameOf(item)}");

    public static async Task<RenderedNeutree> RenderAsync(string[] set, string release = "neutree", params string[] files)
    {
        using TemporaryFolder folder = new();
        return await RenderAsync(await VendoredSample.WriteChartAsync(folder.Path), set, release, files);
    }

    public static async Task<RenderedNeutree> RenderAsync(string path, string[] set, string release = "neutree", params string[] files)
    {
        ChartRenderOptions options = new()
        {
            Chart = path,
            ReleaseName = release,
            Namespace = "neutree",
            Values = new ValuesOptions { Files = files, Set = ["jwtSecret=test-secret", .. set] },
        };
        return new RenderedNeutree(await new ChartRenderer(options).RenderAsync(default));
    }

    public static string NameOf(JsonNode item) => (string)item["metadata"]!["name"]!;

    public static IEnumerable<JsonNode> Items(JsonNode? list) => list is JsonArray items ? items.Select(item => item!) : [];

    public JsonNode Get(string kind, string name) => Objects.Single(item => (string)item["kind"]! == kind && NameOf(item) == name);

    /// <summary>A Secret's value.</summary>
    public string Secret(string name, string key) =>
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)Get("Secret", name)["data"]![key]!));

    /// <summary>Every text and number below a node, with the path that leads to it.</summary>
    public static IEnumerable<(string Path, JsonValue Value)> Leaves(JsonNode? node, string path = "") => node switch
    {
        JsonObject map => map.SelectMany(field => Leaves(field.Value, $"{path}.{field.Key}")),
        JsonArray list => list.SelectMany((item, index) => Leaves(item, $"{path}[{index}]")),
        JsonValue value => [(path, value)],
        _ => [],
    };
}
