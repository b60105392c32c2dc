namespace Neutree.Core.ControlPlane.Launch;

/// <summary>What a component's folder holds (spec 6, 5.2).</summary>
internal sealed record ComponentLayout
{
    public const string ComposeFileName = "docker-compose.yml";
    public const string PluginFolder = "gateway/kong/plugins";

    /// <summary>Plugins of the gateway, and the parameter that carries the checksum of each (spec 4.3, 4.6).</summary>
    public static IReadOnlyList<(string Plugin, string Parameter)> Plugins { get; } =
    [
        ("neutree-ai-gateway", "KongPluginGatewayChecksum"),
        ("neutree-ai-statistics", "KongPluginStatisticsChecksum"),
        ("neutree-ai-access", "KongPluginAccessChecksum"),
        ("neutree-ai-quota", "KongPluginQuotaChecksum"),
    ];

    /// <summary>The folder's and the compose project's name.</summary>
    public required string Name { get; init; }

    /// <summary>Templates besides the compose file.</summary>
    public required IReadOnlyList<string> Templates { get; init; }

    /// <summary>Templates that hold a secret once they are rendered; the compose file always does.</summary>
    public IReadOnlyList<string> SecretFiles { get; init; } = [];

    /// <summary>Whether the gateway and its plugins are part of it.</summary>
    public bool HasPlugins { get; init; }

    public static ComponentLayout Of(ControlPlaneComponent component) => component == ControlPlaneComponent.ObsStack
        ? new ComponentLayout
        {
            Name = ComponentNames.ObsStack,
            Templates = ["grafana/provisioning/datasources/cluster.yml"],
        }
        : new ComponentLayout
        {
            Name = ComponentNames.NeutreeCore,
            Templates = ["vector/vector.yml"],
            SecretFiles = ["vector/vector.yml"],
            HasPlugins = true,
        };
}
