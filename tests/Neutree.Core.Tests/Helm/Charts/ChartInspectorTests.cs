using Neutree.Core.Helm.Charts;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Charts;

public sealed class ChartInspectorTests
{
    [Theory]
    [InlineData("name: packed\n  version: 1.x", ChartDependencyStatus.Ok, "1.2.0")]
    [InlineData("name: packed\n  version: 2.x", ChartDependencyStatus.WrongVersion, "1.2.0")]
    [InlineData("name: packed\n  version: 'no version'", ChartDependencyStatus.InvalidVersion, "1.2.0")]
    [InlineData("name: folder\n  version: ^0.1.0", ChartDependencyStatus.Unpacked, "0.1.0")]
    [InlineData("name: folder\n  version: 0.2.0", ChartDependencyStatus.WrongVersion, "0.1.0")]
    [InlineData("name: gone\n  version: 1.0.0", ChartDependencyStatus.Missing, null)]
    [InlineData("name: twice\n  version: 1.x", ChartDependencyStatus.TooManyMatches, null)]
    [InlineData("name: wrong\n  version: 1.x", ChartDependencyStatus.Misnamed, "1.0.0")]
    public async Task Dependencies_are_in_the_state_that_helm_lists(string dependency, ChartDependencyStatus status, string? version)
    {
        using TemporaryFolder folder = new();
        string path = new ChartSource()
            .Add("Chart.yaml", $"{ChartSource.Chartfile}dependencies:\n- {dependency}\n")
            .Add("charts/packed-1.2.0.tgz", Packed("packed", "1.2.0"))
            .Add("charts/packed-more-9.9.9.tgz", Packed("packed-more", "9.9.9"))
            .Add("charts/folder/Chart.yaml", "name: folder\nversion: 0.1.0\n")
            .Add("charts/twice-1.0.0.tgz", Packed("twice", "1.0.0"))
            .Add("charts/twice-1.1.0.tgz", Packed("twice", "1.1.0"))
            .Add("charts/wrong-1.0.0.tgz", Packed("right", "1.0.0"))
            .WriteTo(folder);

        ChartDescription description = await new ChartInspector().InspectAsync(path);

        ChartDependencyState state = Assert.Single(description.Dependencies);
        Assert.Equal((status, version), (state.Status, state.Version));
    }

    [Fact]
    public async Task A_chart_is_described_with_its_texts_as_they_are()
    {
        using TemporaryFolder folder = new();
        string path = ChartSource.Demo
            .Add("values.yaml", "# why\na: 1\n")
            .Add("readme.md", "# read me")
            .Add("values.schema.json", "{}")
            .Add("crds/a.yaml", "kind: A")
            .Add("Chart.lock", "digest: sha256:0\ngenerated: 2024-01-01T00:00:00Z\n")
            .Add("charts/extra/Chart.yaml", "name: extra\nversion: 0.1.0\n")
            .WriteTo(folder);

        ChartDescription description = await new ChartInspector().InspectAsync(path);

        Assert.Equal(
            ("demo", "# why\na: 1\n", "# read me", true, false),
            (description.Metadata.Name, description.Values, description.Readme, description.HasSchema, description.IsLockInSync));
        Assert.Equal(["extra"], description.UndeclaredCharts);
        Assert.Equal(["demo/crds/a.yaml"], description.Crds.Select(crd => crd.Filename));
    }

    [Fact]
    public async Task What_a_chart_lacks_is_null()
    {
        using TemporaryFolder folder = new();

        ChartDescription description = await new ChartInspector().InspectAsync(ChartSource.Demo.WriteTo(folder));

        Assert.Equal((null, null, false, null), (description.Values, description.Readme, description.HasSchema, description.IsLockInSync));
    }

    private static byte[] Packed(string name, string version) => new ChartSource().Add("Chart.yaml", $"name: {name}\nversion: {version}\n").Pack(name);
}
