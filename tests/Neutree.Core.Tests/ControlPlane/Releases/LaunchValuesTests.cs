using System.Net;
using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Releases;
using Neutree.Core.Go;
using Neutree.Core.Helm.Values;
using Neutree.Core.Oci;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.ControlPlane.Releases;

public sealed class LaunchValuesTests
{
    private static readonly ControlPlaneInstallOptions Plain = new() { JwtSecret = "given" };

    [Fact]
    public async Task A_mirror_sets_both_registry_values_above_files_and_below_set()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("values.yaml", "global: {imageRegistry: file.example.com, imagePullSecrets: [own]}\n"u8);
        ControlPlaneInstallOptions options = Plain with { Release = new ReleaseLaunchOptions { ValuesFiles = [file] }, Set = ["global.image.registry=set.example.com"] };

        Assert.Equal(
            "global:\n  image:\n    registry: set.example.com\n  imagePullSecrets:\n  - own\n  imageRegistry: reg.example.com/p\njwtSecret: given\n",
            await BuildAsync(options, null, RegistryPrefix.Parse("https://reg.example.com", "p")));
    }

    [Fact]
    public async Task Options_become_values_of_the_chart()
    {
        ControlPlaneInstallOptions options = Plain with
        {
            Version = "v1.2.0",
            AdminPassword = "admin-pw",
            DbPassword = "db-pw",
            MetricsRemoteWriteUrl = "https://m",
            GrafanaUrl = "https://g",
            VictoriaLogsRetentionPeriod = "90d",
            NodeIP = "10.0.0.7",
            EnablePublicModelRegistries = true,
            HuggingFaceEndpoint = "https://h",
            ModelScopeEndpoint = "https://s",
        };

        Assert.Equal(
            """
            adminPassword: admin-pw
            api:
              image:
                tag: v1.2.0
            core:
              image:
                tag: v1.2.0
            db:
              password: db-pw
            dbScripts:
              image:
                tag: v1.2.0
            jwtSecret: given
            metrics:
              remoteWriteUrl: https://m
            nodePort:
              externalHost: 10.0.0.7
            publicModelRegistries:
              enabled: true
              huggingFace:
                url: https://h
              modelScope:
                url: https://s
            system:
              grafana:
                url: https://g
            victorialogs:
              retentionPeriod: 90d

            """.ReplaceLineEndings("\n"),
            await BuildAsync(options));
    }

    [Fact]
    public async Task An_upgrade_keeps_what_it_is_not_given()
    {
        GoMap earlier = YamlReader.ReadMap("{jwtSecret: stored, api: {replicaCount: 2}, kong: {replicaCount: 3}}");

        Assert.Equal(
            "api:\n  replicaCount: 5\njwtSecret: stored\nkong:\n  replicaCount: 3\n",
            await BuildAsync(new ControlPlaneInstallOptions { Set = ["api.replicaCount=5"] }, earlier));
    }

    [Fact]
    public async Task Values_that_are_reset_leave_the_secrets()
    {
        GoMap earlier = YamlReader.ReadMap("{jwtSecret: stored, db: {password: pw, size: 1}, grafana: {adminPassword: gp, enabled: false}, api: {replicaCount: 2}}");

        Assert.Equal(
            "db:\n  password: pw\ngrafana:\n  adminPassword: gp\njwtSecret: stored\n",
            await BuildAsync(new ControlPlaneInstallOptions { Release = new ReleaseLaunchOptions { ResetValues = true } }, earlier));
    }

    [Theory]
    [InlineData("jwtSecret=chosen")]
    [InlineData("")]
    public async Task A_secret_among_the_values_counts_as_given_and_else_one_is_made_for_a_package(string set)
    {
        ControlPlaneInstallOptions options = new() { OfflinePackage = "package.tar.gz", Set = set.Length == 0 ? [] : [set] };

        string first = await BuildAsync(options);
        string second = await BuildAsync(options);

        Assert.Matches(set.Length == 0 ? "^jwtSecret: [A-Za-z0-9]{32}\n$" : "^jwtSecret: chosen\n$", first);
        Assert.Equal(set.Length > 0, first == second);
    }

    [Fact]
    public async Task Without_a_package_a_secret_is_asked_for()
    {
        ControlPlaneException failure = await Assert.ThrowsAsync<ControlPlaneException>(() => BuildAsync(new ControlPlaneInstallOptions()));

        Assert.Equal(("ControlPlane.JwtSecretRequired", "--jwt-secret is required"), (failure.ErrorId, failure.Message));
    }

    [Fact]
    public async Task A_pull_secret_is_added_once_to_those_that_are_there()
    {
        GoMap earlier = YamlReader.ReadMap("{global: {imagePullSecrets: [{name: mine}]}}");
        ControlPlaneInstallOptions options = Plain with { Release = new ReleaseLaunchOptions { PullCredential = new NetworkCredential("u", "p") } };

        string first = await BuildAsync(options, earlier, pullSecret: "neutree-pull-secret");
        string again = await BuildAsync(options, YamlReader.ReadMap(first), pullSecret: "neutree-pull-secret");

        Assert.Equal("global:\n  imagePullSecrets:\n  - name: mine\n  - name: neutree-pull-secret\njwtSecret: given\n", first);
        Assert.Equal(first, again);
    }

    private static async Task<string> BuildAsync(ControlPlaneInstallOptions options, GoMap? earlier = null, RegistryPrefix? mirror = null, string? pullSecret = null)
    {
        ValuesOptions values = await new LaunchValues(options, earlier, mirror, pullSecret).BuildAsync(default);
        return YamlWriter.Write(await new ValuesReader().ReadAsync(values, default)).ToString();
    }
}
