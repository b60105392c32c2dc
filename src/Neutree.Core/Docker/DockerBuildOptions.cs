namespace Neutree.Core.Docker;

/// <summary>What <c>docker build</c> takes, as far as the engine's own builder knows it.</summary>
internal sealed record DockerBuildOptions
{
    /// <summary>Names for the image.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Path of the Dockerfile inside the context.</summary>
    public string Dockerfile { get; init; } = "Dockerfile";

    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The stage to end with; null is the last.</summary>
    public string? Target { get; init; }

    /// <summary><c>linux/arm64</c>; null is the engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether base images are asked for again where the engine holds them.</summary>
    public bool Pull { get; init; }

    public bool NoCache { get; init; }

    /// <summary>The network of <c>RUN</c> steps; null is the engine's default.</summary>
    public string? Network { get; init; }
}
