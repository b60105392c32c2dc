using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Parameters;

namespace Neutree.Core.Tests.ControlPlane.Parameters;

public sealed class TargetVersionTests
{
    [Theory]
    [InlineData("v1.2.0-nightly-20260729", "v1.2.0-nightly-20260730")]
    [InlineData("v1.2.0-nightly-20260729", "v1.2.0")]
    [InlineData("v1.2.0-enterprise", "v1.2.0-enterprise")]
    [InlineData("v1.2.0-nightly-20260729-5-g1e6a9fc8", "v1.2.0-nightly-20260730")]
    [InlineData("v1.2.0-nightly-20260729-5-g1e6a9fc8", "v0.0.1")]
    [InlineData("dev", "v1.1.0")]
    [InlineData("", "v1.1.0")]
    [InlineData("v1.2.0-dirty", "v9.0.0")]
    public void A_version_of_the_line_may_be_installed_and_any_by_what_is_no_release(string own, string target) => TargetVersion.Check(own, target);

    [Theory]
    [InlineData("v1.2.0-nightly-20260729", "v1.1.0-nightly-20260728", "ControlPlane.IncompatibleVersion", "not compatible")]
    [InlineData("v1.2.0-nightly-20260729", "v1.3.0-0", "ControlPlane.IncompatibleVersion", "not compatible")]
    [InlineData("v1.2.0-nightly-20260729", "v1.3.0-nightly-20260730", "ControlPlane.IncompatibleVersion", "not compatible")]
    [InlineData("v1.1.0-enterprise", "v1.1.0-enterprise", "ControlPlane.NoVersionRange", "no configured")]
    [InlineData("v1.2.0-nightly-20260729", "not-a-version", "ControlPlane.InvalidVersion", "invalid target version")]
    [InlineData("dev", "not-a-version", "ControlPlane.InvalidVersion", "invalid target version")]
    public void Other_versions_are_refused_with_the_reason(string own, string target, string id, string text)
    {
        ControlPlaneException error = Assert.Throws<ControlPlaneException>(() => TargetVersion.Check(own, target));

        Assert.Equal(id, error.ErrorId);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_allowed_range_is_told() =>
        Assert.Equal(
            "target version \"v1.3.0\" is not compatible with CLI version \"v1.2.0\"; allowed target range is [v1.2.0-0, v1.3.0-0)",
            Assert.Throws<ControlPlaneException>(() => TargetVersion.Check("v1.2.0", "v1.3.0")).Message);

    [Theory]
    [InlineData("v1.2.0-nightly-20260729", "v1.2.0-nightly-20260729")]
    [InlineData("v1.2.0-enterprise", "v1.2.0-enterprise")]
    [InlineData("v1.1.0-nightly-20260608-5-g1e6a9fc8", "v0.0.1")]
    [InlineData("v1.1.0-nightly-20260608-dirty", "v0.0.1")]
    [InlineData("dev", "v0.0.1")]
    [InlineData("unknown", "v0.0.1")]
    [InlineData("1e6a9fc8", "v0.0.1")]
    public void Without_a_version_a_release_installs_its_own(string own, string expected) => Assert.Equal(expected, TargetVersion.Default(own));
}
