namespace Neutree.Core.Helm.Manifests;

/// <summary>One document that a chart renders to. Texts the document doesn't give are empty.</summary>
public sealed record ChartResource
{
    public string ApiVersion { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The namespace the document itself names.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The template it comes from: <c>chart/templates/service.yaml</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Set where the resource is a hook and so no part of the release's manifest.</summary>
    public ChartHook? Hook { get; init; }

    /// <summary>The document as it was rendered, without the separator.</summary>
    public required string Yaml { get; init; }
}
