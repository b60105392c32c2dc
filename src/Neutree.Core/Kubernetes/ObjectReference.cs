namespace Neutree.Core.Kubernetes;

/// <summary>Names one object.</summary>
/// <param name="ApiVersion"><c>apps/v1</c>; <c>v1</c> for the core group.</param>
/// <param name="Kind"><c>Deployment</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; null for the client's own. Of no matter for kinds without namespaces.</param>
public sealed record ObjectReference(string ApiVersion, string Kind, string Name, string? Namespace = null)
{
    /// <summary>The group of <see cref="ApiVersion"/>; empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? ApiVersion[..slash] : "";

    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
