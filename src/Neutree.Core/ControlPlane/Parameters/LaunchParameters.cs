using Neutree.Core.Go;

namespace Neutree.Core.ControlPlane.Parameters;

/// <summary>What the templates of a component see as <c>.</c> (spec 4.2, 4.3): all texts, except the list of hosts of obs-stack.</summary>
internal sealed class LaunchParameters
{
    private static readonly string[] Computed =
        ["NeutreeCoreWorkDir", "GrafanaWorkDir", "JwtSecret", "JwtToken", "DbPassword", "AdminPassword", "NeutreeVersion", "NodeIP", "DeployIps"];

    private readonly Dictionary<string, object> _values;

    private LaunchParameters(Dictionary<string, object> values) => _values = values;

    /// <param name="options">What was asked for.</param>
    /// <param name="version">Version of Neutree's own images.</param>
    /// <param name="nodeIP">This host's address.</param>
    /// <param name="secrets">All of them known.</param>
    /// <param name="componentFolder">The component's folder as containers mount it.</param>
    public static LaunchParameters ForCore(ControlPlaneInstallOptions options, string version, string nodeIP, LaunchSecrets secrets, string componentFolder) =>
        new(new Dictionary<string, object>
        {
            ["NeutreeCoreWorkDir"] = componentFolder,
            ["JwtSecret"] = secrets.JwtSecret!,
            ["JwtToken"] = ServiceToken.Create(secrets.JwtSecret!),
            ["DbPassword"] = secrets.DbPassword!,
            ["AdminPassword"] = secrets.AdminPassword!,
            ["MetricsRemoteWriteURL"] = options.MetricsRemoteWriteUrl ?? "",
            ["GrafanaURL"] = options.GrafanaUrl ?? "",
            ["NeutreeVersion"] = version,
            ["NodeIP"] = nodeIP,
            ["VictoriaMetricsVersion"] = "v1.115.0",
            ["VectorVersion"] = "0.47.0-debian",
            ["KongVersion"] = "3.9",
            ["VictoriaLogsRetentionPeriod"] = OrDefault(options.VictoriaLogsRetentionPeriod, "30d"),
            ["BuiltinPublicModelRegistries"] = options.EnablePublicModelRegistries ? "true" : "",
            ["HuggingFaceEndpoint"] = OrDefault(options.HuggingFaceEndpoint, "https://huggingface.co"),
            ["ModelScopeEndpoint"] = OrDefault(options.ModelScopeEndpoint, "https://www.modelscope.cn"),
        });

    /// <inheritdoc cref="ForCore"/>
    public static LaunchParameters ForObsStack(ControlPlaneInstallOptions options, string nodeIP, string componentFolder) =>
        new(new Dictionary<string, object>
        {
            ["NodeIP"] = nodeIP,
            ["DeployIps"] = options.DeployIPs.Count > 0 ? options.DeployIPs : [nodeIP],
            ["VictoriaMetricsVersion"] = "v1.115.0-cluster",
            ["GrafanaVersion"] = "11.5.3",
            ["GrafanaWorkDir"] = componentFolder + "/grafana",
        });

    /// <summary>These with <c>name=value</c> pairs put in place of the parameters so named.</summary>
    /// <exception cref="ControlPlaneException">There is no such parameter, or it isn't one that is set this way.</exception>
    public LaunchParameters With(IEnumerable<string> assignments)
    {
        Dictionary<string, object> values = new(_values);
        foreach (string assignment in assignments)
        {
            int equals = assignment.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? assignment : assignment[..equals];
            if (equals < 0 || Computed.Contains(name) || !values.ContainsKey(name))
            {
                throw new ControlPlaneException("ControlPlane.UnknownParameter", ErrorKind.InvalidArgument, $"'{name}' is no parameter of the compose files that can be set")
                {
                    Target = name,
                    Recommendation = $"Write NAME=VALUE with one of {string.Join(", ", values.Keys.Except(Computed).Order(StringComparer.Ordinal))}; secrets and registries have parameters of their own.",
                };
            }

            values[name] = assignment[(equals + 1)..];
        }

        return new LaunchParameters(values);
    }

    /// <summary>These with another one.</summary>
    public LaunchParameters With(string name, string value) => new(new Dictionary<string, object>(_values) { [name] = value });

    public GoMap ToMap()
    {
        GoMap map = new();
        foreach ((string name, object value) in _values)
        {
            map[name] = value is string text ? (GoString)text : new GoSlice([.. ((IEnumerable<string>)value).Select(item => (object?)(GoString)item)]);
        }

        return map;
    }

    private static string OrDefault(string? value, string fallback) => string.IsNullOrEmpty(value) ? fallback : value;
}
