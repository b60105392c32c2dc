using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.ControlPlane.Launch;

public sealed class SecretSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private WorkDirectory Work => new(_folder.File("deploy"), "neutree-core");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_first_install_from_a_package_makes_the_secret_for_tokens_and_takes_defaults_for_the_rest()
    {
        LaunchSecrets first = Resolve(new ControlPlaneInstallOptions { OfflinePackage = "p" });
        LaunchSecrets second = Resolve(new ControlPlaneInstallOptions { OfflinePackage = "p" });

        Assert.Equal(("pgpassword", ""), (first.DbPassword, first.AdminPassword));
        Assert.Matches("^[A-Za-z0-9]{32}$", first.JwtSecret);
        Assert.NotEqual(first.JwtSecret, second.JwtSecret);
    }

    [Fact]
    public void Without_a_package_the_secret_is_required() =>
        Assert.Equal("--jwt-secret is required", Assert.Throws<ControlPlaneException>(() => Resolve(new ControlPlaneInstallOptions())).Message);

    [Fact]
    public void An_upgrade_changes_what_is_given_and_nothing_else()
    {
        LaunchSecrets inUse = new() { JwtSecret = "j", DbPassword = "d", AdminPassword = "a" };
        Work.Write([new WorkFile("docker-compose.yml", Encoding.UTF8.GetBytes("x"), true), SecretStore.AsFile(inUse)], new InstallState());

        Assert.Equal(inUse, Resolve(new ControlPlaneInstallOptions { JwtSecret = "" }));
        Assert.Equal(inUse with { AdminPassword = "new" }, Resolve(new ControlPlaneInstallOptions { AdminPassword = "new" }));
    }

    private LaunchSecrets Resolve(ControlPlaneInstallOptions options) => new SecretSource(NullLogger.Instance).Resolve(options, Work);
}
