using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Releases;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Packages.Finding;

namespace Neutree.Core.Tests.ControlPlane.Releases;

public sealed class MirrorCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_image_of_our_chart_comes_from_the_mirror_that_both_values_name()
    {
        IReadOnlyList<FoundImage> images = await ImagesAsync("global.image.registry=reg.example.com/p", "global.imageRegistry=reg.example.com/p");

        Check("reg.example.com/p").RequireNames(images);
        Assert.Equal(18, images.Count);
    }

    [Fact]
    public async Task An_image_that_comes_from_elsewhere_is_named_with_the_place_that_names_it()
    {
        IReadOnlyList<FoundImage> images = await ImagesAsync("global.image.registry=reg.example.com/p");

        ControlPlaneException failure = Assert.Throws<ControlPlaneException>(() => Check("reg.example.com/other").RequireNames(images));
        ControlPlaneException without = Assert.Throws<ControlPlaneException>(() => Check("reg.example.com").RequireNames([Image("postgres:13")]));

        Assert.Equal("ControlPlane.ImagesElsewhere", failure.ErrorId);
        Assert.StartsWith("18 images wouldn't come from reg.example.com/other: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            "reg.example.com/p/library/postgres:13 (Deployment/neutree-api spec.template.spec.initContainers[0].image (neutree/templates/api/deployment.yaml))",
            failure.Message, StringComparison.Ordinal);
        Assert.Equal("1 image wouldn't come from reg.example.com: postgres:13 (here)", without.Message);
    }

    [Fact]
    public async Task Images_that_the_mirror_does_not_have_are_listed()
    {
        await using SampleRegistry registry = await SampleRegistry.StartAsync(_folder, "site/one:1");

        MirrorCheck check = Check(registry.Host + "/site");
        await check.RequirePresentAsync([Image($"{registry.Host}/site/one:1")], default);
        ControlPlaneException failure = await Assert.ThrowsAsync<ControlPlaneException>(() => check.RequirePresentAsync(
            [Image($"{registry.Host}/site/two:1"), Image($"{registry.Host}/site/one:1"), Image($"{registry.Host}/site/one:2")], default));

        Assert.Equal("ControlPlane.ImagesMissing", failure.ErrorId);
        Assert.Equal($"2 images of the chart are not on {registry.Host}/site: {registry.Host}/site/one:2, {registry.Host}/site/two:1", failure.Message);
    }

    private static MirrorCheck Check(string mirror) => new(RegistryPrefix.Parse(mirror), new RegistryOptions { PlainHttp = true, Retry = 0 }, NullLogger.Instance);

    private static FoundImage Image(string name) =>
        new() { Image = name, Reference = ImageReference.Parse(name), Reasons = [new ImageReason { Kind = ImageReasonKind.Given, Path = "here" }] };

    private async Task<IReadOnlyList<FoundImage>> ImagesAsync(params string[] set)
    {
        ChartRenderOptions options = new()
        {
            Chart = await VendoredSample.WriteChartAsync(_folder.Path),
            ReleaseName = "neutree",
            Values = new ValuesOptions { Set = ["jwtSecret=x", .. set] },
        };
        RenderedChart rendered = await new ChartRenderer(options).RenderAsync(default);
        return LaunchPreflight.FindImages(rendered);
    }
}
