using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Go;

namespace Neutree.Core.Tests.ControlPlane.Parameters;

public sealed class LaunchParametersTests
{
    private static readonly LaunchSecrets Secrets = new() { JwtSecret = "test-secret", DbPassword = "d", AdminPassword = "a" };

    [Fact]
    public void Neutree_core_sees_these_and_these_defaults()
    {
        GoMap map = LaunchParameters.ForCore(new ControlPlaneInstallOptions { EnablePublicModelRegistries = true }, "v1.2.0", "10.0.0.42", Secrets, "/w/neutree-core").ToMap();

        Assert.Equal(
            """
            AdminPassword=a
            BuiltinPublicModelRegistries=true
            DbPassword=d
            GrafanaURL=
            HuggingFaceEndpoint=https://huggingface.co
            JwtSecret=test-secret
            JwtToken=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.PN1fzt4doZzvkIbiXN4GnMOjrC0jZvX8Eue473ZnfnI
            KongVersion=3.9
            MetricsRemoteWriteURL=
            ModelScopeEndpoint=https://www.modelscope.cn
            NeutreeCoreWorkDir=/w/neutree-core
            NeutreeVersion=v1.2.0
            NodeIP=10.0.0.42
            VectorVersion=0.47.0-debian
            VictoriaLogsRetentionPeriod=30d
            VictoriaMetricsVersion=v1.115.0
            """,
            string.Join('\n', map.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void Obs_stack_sees_the_hosts_of_its_storage()
    {
        Assert.Equal("[10.0.0.42]", Hosts([]));
        Assert.Equal("[10.0.0.1 10.0.0.2]", Hosts(["10.0.0.1", "10.0.0.2"]));

        static string Hosts(string[] given)
        {
            GoMap map = LaunchParameters.ForObsStack(new ControlPlaneInstallOptions { DeployIPs = given }, "10.0.0.42", "/w/obs-stack").ToMap();
            Assert.Equal(("/w/obs-stack/grafana", "v1.115.0-cluster", "11.5.3"), ($"{map["GrafanaWorkDir"]}", $"{map["VictoriaMetricsVersion"]}", $"{map["GrafanaVersion"]}"));
            return $"[{string.Join(' ', (GoSlice)map["DeployIps"]!)}]";
        }
    }

    [Theory]
    [InlineData("KongVersion=3.10")]
    [InlineData("GrafanaURL=http://g/?a=b")]
    public void A_parameter_is_set_by_name(string assignment)
    {
        LaunchParameters parameters = LaunchParameters.ForCore(new ControlPlaneInstallOptions(), "v1", "10.0.0.42", Secrets, "/w").With([assignment]);

        string[] pair = assignment.Split('=', 2);
        Assert.Equal(pair[1], parameters.ToMap()[pair[0]]?.ToString());
    }

    [Theory]
    [InlineData("JwtSecret=x")]
    [InlineData("NeutreeVersion=v9")]
    [InlineData("global.imageRegistry=r.example.com")]
    [InlineData("KongVersion")]
    public void Secrets_and_unknown_names_are_not(string assignment)
    {
        LaunchParameters parameters = LaunchParameters.ForCore(new ControlPlaneInstallOptions(), "v1", "10.0.0.42", Secrets, "/w");

        ControlPlaneException error = Assert.Throws<ControlPlaneException>(() => parameters.With([assignment]));

        Assert.Equal("ControlPlane.UnknownParameter", error.ErrorId);
        Assert.Contains("KongVersion, ", error.Recommendation, StringComparison.Ordinal);
        Assert.DoesNotContain("JwtSecret", error.Recommendation, StringComparison.Ordinal);
    }
}
