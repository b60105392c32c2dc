namespace Neutree.Core.Oci;

/// <summary>An index stored as such, with those of its children that the source holds.</summary>
public sealed record StoredIndex(ImageIndex Index) : SourceContent
{
    /// <summary>Children present here, in the index's order; nested indexes are possible.</summary>
    public required IReadOnlyList<SourceContent> Children { get; init; }

    /// <summary>Entries of the index whose content the source doesn't hold (a save of one platform).</summary>
    public IReadOnlyList<Descriptor> Missing { get; init; } = [];

    /// <summary>Manifests that refer to the index itself.</summary>
    public IReadOnlyList<StoredManifest> Referrers { get; init; } = [];

    public override Digest Digest => Index.Digest;
}
