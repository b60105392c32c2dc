namespace Neutree.Core.Kubernetes;

/// <summary>How an object is written.</summary>
public sealed record WriteOptions
{
    /// <summary>Under which name <c>metadata.managedFields</c> notes who set which field.</summary>
    public string FieldManager { get; init; } = "helm";

    /// <summary>Take over fields that other managers own (server-side apply only).</summary>
    public bool Force { get; init; }

    /// <summary>Have the server check and complete the object without storing it.</summary>
    public bool DryRun { get; init; }

    /// <summary>Have the server refuse fields that the object's kind doesn't have, instead of dropping them (Kubernetes 1.25 and later).</summary>
    public bool IsStrict { get; init; }

    /// <summary><c>status</c> or <c>scale</c>, to write only that; null for the object.</summary>
    public string? Subresource { get; init; }
}
