namespace Neutree.Core.Kubernetes;

/// <summary>Something that a user may want to do.</summary>
/// <param name="Verb"><c>create</c>.</param>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Resource"><c>deployments</c>.</param>
public sealed record AccessQuestion(string Verb, string Group, string Resource)
{
    /// <summary>Null for all namespaces, and for what has none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Null for all objects.</summary>
    public string? Name { get; init; }

    /// <summary><c>log</c>, <c>status</c>; null for the resource itself.</summary>
    public string? Subresource { get; init; }
}
