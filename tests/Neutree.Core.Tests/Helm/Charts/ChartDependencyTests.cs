using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Tests.Helm.Charts;

public sealed class ChartDependencyTests
{
    [Fact]
    public void Missing_dependencies_are_named_in_the_order_of_Chart_yaml()
    {
        Chart chart = Demo("dependencies:\n- name: x\n- name: there\n  alias: other\n- name: b\n  alias: z\n")
            .Add("charts/there/Chart.yaml", "name: there\nversion: 1.0.0\n")
            .LoadPacked();

        ChartException error = Assert.Throws<ChartException>(() => ChartDependencyCheck.RequireAll(chart));

        Assert.Equal(["x", "b"], ChartDependencyCheck.FindMissing(chart));
        Assert.Equal("found in Chart.yaml, but missing in charts/ directory: x, b", error.Message);
    }

    [Fact]
    public void A_chart_that_holds_its_dependencies_lacks_none()
    {
        Chart chart = Demo("dependencies:\n- name: there\n").Add("charts/there/Chart.yaml", "name: there\nversion: 1.0.0\n").LoadPacked();

        ChartDependencyCheck.RequireAll(chart);

        Assert.Empty(ChartDependencyCheck.FindMissing(chart));
    }

    /// <summary>The digests are those that <c>helm dependency update</c> of helm 4.1.4 wrote.</summary>
    [Theory]
    [InlineData("v2", DigestOfInner, true)]
    [InlineData("v2", "sha256:0000", false)]
    [InlineData("v1", DigestOfInner, true)]
    [InlineData("v1", "sha256:0000", false)]
    public void A_lock_file_is_held_against_the_dependencies(string apiVersion, string digest, bool isInSync)
    {
        const string dependencies = "dependencies:\n- name: inner\n  version: '>=0.1.0 <1'\n  repository: file://../inner\n  tags: [a&b]\n  import-values: [x]\n  condition: inner.on\n  alias: in\n";
        const string locked = "dependencies:\n- name: inner\n  repository: file://../inner\n  version: 0.1.0\ngenerated: 2024-01-01T00:00:00Z\n";
        ChartSource source = apiVersion == "v2"
            ? Demo(dependencies).Add("Chart.lock", $"{locked}digest: {digest}\n")
            : new ChartSource().Add("Chart.yaml", "apiVersion: v1\nname: demo\nversion: 1.2.3\n").Add("requirements.yaml", dependencies).Add("requirements.lock", $"{locked}digest: {digest}\n");
        Chart chart = source.LoadPacked();

        Assert.Equal(isInSync, ChartLockCheck.IsInSync(chart));
        if (!isInSync)
        {
            Assert.Equal(
                apiVersion == "v2"
                    ? "the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please update the dependencies"
                    : "the lock file (requirements.lock) is out of sync with the dependencies file (requirements.yaml). Please update the dependencies",
                Assert.Throws<ChartException>(() => ChartLockCheck.RequireInSync(chart)).Message);
        }
    }

    [Theory]
    [InlineData("", "v1.30.0", true)]
    [InlineData(">=1.20.0-0", "v1.30.0", true)]
    [InlineData(">=1.40", "v1.30.0", false)]
    [InlineData(">=1.20.0", "v1.30.0-eks-1", false)]
    [InlineData("foo", "v1.30.0", false)]
    public void The_cluster_has_to_be_of_a_version_the_chart_wants(string range, string version, bool fits)
    {
        ChartMetadata metadata = new() { Name = "demo", KubeVersion = range };

        ChartException? error = fits ? null : Assert.Throws<ChartException>(() => KubeVersionCheck.Require(metadata, version));
        if (fits)
        {
            KubeVersionCheck.Require(metadata, version);
        }

        Assert.Equal(fits ? null : $"chart requires kubeVersion: {range} which is incompatible with Kubernetes {version}", error?.Message);
    }

    private const string DigestOfInner = "sha256:c549be1fb32f4b01d3e4af9ad59e18e8c0a113f301a48cb518b801e89c03b603";

    private static ChartSource Demo(string more) => new ChartSource().Add("Chart.yaml", ChartSource.Chartfile + more);
}
