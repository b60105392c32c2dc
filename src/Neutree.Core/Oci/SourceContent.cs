namespace Neutree.Core.Oci;

/// <summary>What stands behind a name: an index, a manifest, or the loose parts of a docker archive.</summary>
public abstract record SourceContent
{
    /// <summary>How messages name it: the digest of the index or manifest, else of the config.</summary>
    public abstract Digest Digest { get; }
}
