namespace Neutree.Core.Packages;

/// <summary>One version of an engine.</summary>
public sealed record EngineVersion
{
    public string Version { get; init; } = "";

    /// <summary>The JSON schema of the engine's values, as JSON text; null where the manifest has none.</summary>
    public string? ValuesSchema { get; init; }

    /// <summary>Base64 of a template, by cluster type and mode; kept as it is.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> DeployTemplate { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>By accelerator, with or without <c>ssh_</c> or <c>k8s_</c> in front.</summary>
    public IReadOnlyDictionary<string, EngineImage> Images { get; init; } = new Dictionary<string, EngineImage>();

    public IReadOnlyList<string> SupportedTasks { get; init; } = [];

    /// <summary>Null where the manifest doesn't declare any.</summary>
    public EngineCapabilities? Capabilities { get; init; }
}
