using System.Text.Json.Nodes;
using Neutree.Core.Oci;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Deploy;

/// <summary>The images of deploy/chart/neutree (spec 5.4, 5.7).</summary>
public sealed class ChartImageTests
{
    [Fact]
    public async Task The_list_of_images_holds_what_the_chart_pulls_and_nothing_else()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync(["core.image.tag=latest", "api.image.tag=latest", "dbScripts.image.tag=latest"]);

        string[] listed = await File.ReadAllLinesAsync(Path.Combine(TestFolders.Repository, "deploy", "images", "control-plane.txt"));

        Assert.Equal(
            listed.Select(image => ImageReference.Parse(image).ToString()).Order(StringComparer.Ordinal),
            rendered.Images.Select(image => ImageReference.Parse(image).ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("global.image.registry=reg.example.com:5000/site/")]
    [InlineData("global.imageRegistry=reg.example.com:5000/site")]
    [InlineData("global.image.registry=reg.example.com:5000/site,global.imageRegistry=other.example.com")]
    public async Task Either_key_of_a_registry_reaches_every_image(string set)
    {
        RenderedNeutree plain = await RenderedNeutree.RenderAsync([]);
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([set]);

        Assert.Equal(
            plain.Images.Select(image => "reg.example.com:5000/site/" + image.Replace("ghcr.io/", "").Replace("docker.io/", "")).Order(StringComparer.Ordinal),
            rendered.Images);
    }

    [Fact]
    public async Task A_component_has_its_own_registry_tag_and_digest()
    {
        string digest = "sha256:" + new string('a', 64);
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync(
            ["kong.image.registry=kong.example.com", "kong.image.tag=3", "vector.image.digest=" + digest]);

        Assert.Contains("kong.example.com/kong/kong:3", rendered.Images);
        Assert.Contains("timberio/vector@" + digest, rendered.Images);
    }

    [Theory]
    [InlineData("global.imagePullSecrets[0].name=site")]
    [InlineData("global.imagePullSecrets={site}")]
    public async Task Every_pod_has_the_pull_secret(string set)
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([set]);

        Assert.Equal(
            rendered.Pods.Select(pod => $"{RenderedNeutree.NameOf(pod.Owner)}: [{{\"name\":\"site\"}}]"),
            rendered.Pods.Select(pod => $"{RenderedNeutree.NameOf(pod.Owner)}: {(pod.Spec["imagePullSecrets"] ?? JsonValue.Create("none")).ToJsonString()}"));
    }

    [Fact]
    public async Task Neutree_s_own_images_have_the_chart_s_application_version()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([]);

        Assert.Equal(
            new[] { "api", "core", "db-scripts" }.Select(name => $"neutree/neutree-{name}:{rendered.Chart.Chart.AppVersion}"),
            rendered.Images.Where(image => image.StartsWith("neutree/neutree-", StringComparison.Ordinal)));
    }
}
