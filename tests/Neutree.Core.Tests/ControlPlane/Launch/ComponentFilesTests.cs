using System.Text;
using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Launch;

namespace Neutree.Core.Tests.ControlPlane.Launch;

public sealed class ComponentFilesTests
{
    private const string Plugin = "gateway/kong/plugins/neutree-ai-gateway";

    [Fact]
    public void A_plugin_s_checksum_is_that_of_the_vector_and_leaves_folders_inside_it_out()
    {
        const string expected = "7a89aca2448d632c629932e17aca8d26ac0ed5c87188a8971d6714f02b00de0f";

        Assert.Equal(expected, Checksum((Plugin + "/handler.lua", "return { VERSION = '1.0.0' }\n")));
        Assert.Equal(expected, Checksum((Plugin + "/handler.lua", "return { VERSION = '1.0.0' }\n"), (Plugin + "/spec/handler_spec.lua", "changed")));
        Assert.Equal(expected, Checksum((Plugin + "/handler.lua", "return { VERSION = '1.0.0' }\n"), (Plugin + "-other/handler.lua", "another plugin")));
    }

    [Theory]
    [InlineData("handler.lua", "other")]
    [InlineData("schema.lua", "return { VERSION = '1.0.0' }\n")]
    public void A_plugin_s_checksum_changes_with_its_content_and_its_names(string name, string content) =>
        Assert.NotEqual(Checksum((Plugin + "/handler.lua", "return { VERSION = '1.0.0' }\n")), Checksum(($"{Plugin}/{name}", content)));

    [Fact]
    public void A_plugin_that_isn_t_there_or_is_a_file_is_named()
    {
        foreach (ComponentFiles files in (ComponentFiles[])[Files(), Files((Plugin, "a file")), Files((Plugin + "/spec/only_spec.lua", "x"))])
        {
            ControlPlaneException error = Assert.Throws<ControlPlaneException>(() => files.PluginChecksum("neutree-ai-gateway"));

            Assert.Equal(("ControlPlane.PluginMissing", "the package has no folder with the Kong plugin neutree-ai-gateway"), (error.ErrorId, error.Message));
        }
    }

    [Fact]
    public void Empty_vendored_folders_are_told_all_at_once()
    {
        ControlPlaneException error = Assert.Throws<ControlPlaneException>(() => Files(("vector/vector.yml", "x")).Check(ComponentLayout.Of(ControlPlaneComponent.NeutreeCore)));

        Assert.Equal(
            "the package lacks files that come from elsewhere; these folders are empty: neutree-core/gateway/kong/plugins/neutree-ai-access, "
            + "neutree-core/gateway/kong/plugins/neutree-ai-gateway, neutree-core/gateway/kong/plugins/neutree-ai-quota, "
            + "neutree-core/gateway/kong/plugins/neutree-ai-statistics, neutree-core/vmagent",
            error.Message);
    }

    private static string Checksum(params (string Path, string Content)[] files) => Files(files).PluginChecksum("neutree-ai-gateway");

    private static ComponentFiles Files(params (string Path, string Content)[] files) =>
        new("the package", files.ToDictionary(file => file.Path, file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Content)));
}
