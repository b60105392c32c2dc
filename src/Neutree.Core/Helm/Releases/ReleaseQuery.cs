namespace Neutree.Core.Helm.Releases;

/// <summary>Which releases are listed.</summary>
public sealed record ReleaseQuery
{
    /// <summary>Null for the client's own.</summary>
    public string? Namespace { get; init; }

    public bool AllNamespaces { get; init; }

    /// <summary>Only releases whose names match, with <c>*</c> and <c>?</c>; null for all.</summary>
    public string? Name { get; init; }

    /// <summary>Only releases in these states; empty for all but those that are uninstalled.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];
}
