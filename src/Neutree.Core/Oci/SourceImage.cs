namespace Neutree.Core.Oci;

/// <summary>One image of a source: what it is called there, and its content.</summary>
public sealed record SourceImage
{
    /// <summary>Names as the source writes them (<c>postgres:13</c>, <c>docker.io/library/postgres:13</c>); empty for an unnamed image.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    public required SourceContent Content { get; init; }
}
