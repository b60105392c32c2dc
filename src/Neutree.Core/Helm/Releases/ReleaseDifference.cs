namespace Neutree.Core.Helm.Releases;

/// <summary>What an action does to one object of a release.</summary>
public sealed record ReleaseDifference
{
    public required ObjectChange Change { get; init; }

    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Null for kinds without namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>The fields that change, for an update.</summary>
    public IReadOnlyList<FieldDifference> Fields { get; init; } = [];
}
