namespace Neutree.Core.Kubernetes;

/// <summary>Which objects of a kind to list or watch.</summary>
/// <param name="ApiVersion"><c>apps/v1</c>; <c>v1</c> for the core group.</param>
/// <param name="Kind"><c>Deployment</c>.</param>
public sealed record ObjectQuery(string ApiVersion, string Kind)
{
    /// <summary>Null for the client's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>Objects of every namespace, whatever <see cref="Namespace"/> says.</summary>
    public bool AllNamespaces { get; init; }

    /// <summary><c>owner=helm,name=neutree</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary><c>metadata.name=neutree-api</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Whether objects come with their metadata alone, and so with little to send. Lists only.</summary>
    public bool IsMetadataOnly { get; init; }

    /// <summary>Objects in one answer of a list.</summary>
    public int PageSize { get; init; } = 500;
}
