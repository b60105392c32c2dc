using System.Text;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.Docker;
using Neutree.Core.Oci;

namespace Neutree.Core.Tests.ControlPlane.Launch;

public sealed class EngineImagesTests
{
    private const string Layer = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Other = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    [Theory]
    [InlineData(Layer, "2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123456789Z", true)]
    [InlineData(Layer, "2026-01-02T04:04:05+01:00", "2026-01-02T03:04:05Z", true)]
    [InlineData(Layer, "0001-01-01T00:00:00Z", null, true)]
    [InlineData(Layer, "", null, true)]
    [InlineData(Layer, null, null, true)]
    [InlineData(Layer, "2026-01-02T03:04:05Z", "2026-01-02T03:04:06Z", false)]
    [InlineData(Layer, "2026-01-02T03:04:05Z", null, false)]
    [InlineData(Other, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z", false)]
    public void An_image_under_another_digest_is_the_same_if_its_layers_and_its_time_are(string heldLayer, string? heldTime, string? broughtTime, bool isSame)
    {
        DockerImage held = new() { Id = Other, Created = heldTime, RootFS = new DockerImageLayers { Layers = [heldLayer] } };
        string created = broughtTime is null ? "" : $",\"created\":\"{broughtTime}\"";
        byte[] config = Encoding.UTF8.GetBytes("{\"os\":\"linux\",\"architecture\":\"amd64\"" + created + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + Layer + "\"]}}");
        LooseImage brought = new(ImageConfig.Parse(config), config, Digest.Parse(Layer)) { Layers = [] };

        Assert.Equal(isSame, EngineImages.IsSame(held, brought));
    }

    [Fact]
    public void An_image_under_the_digest_of_its_config_is_the_same()
    {
        byte[] config = "{}"u8.ToArray();
        LooseImage brought = new(ImageConfig.Parse(config), config, Digest.Parse(Layer)) { Layers = [] };

        Assert.True(EngineImages.IsSame(new DockerImage { Id = Layer }, brought));
    }
}
