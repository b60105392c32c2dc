namespace Neutree.Core.Packages.Finding;

/// <summary>One place that names an image.</summary>
public sealed record ImageReason
{
    public required ImageReasonKind Kind { get; init; }

    /// <summary>The object it is part of: <c>Deployment/neutree-api</c>, a compose service, an engine; empty where there is none.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Where in the object or file: <c>spec.template.spec.containers[0].image</c>, <c>line 7</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>The template or file: <c>neutree/templates/api.yaml</c>, <c>images.txt</c>; the chart's name for an annotation.</summary>
    public string Source { get; init; } = "";

    public override string ToString() => string.Join(' ', new[] { Resource, Path, Source.Length > 0 ? $"({Source})" : "" }.Where(static part => part.Length > 0));
}
