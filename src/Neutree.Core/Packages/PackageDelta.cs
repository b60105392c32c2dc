namespace Neutree.Core.Packages;

/// <summary>What makes a package a delta: the blobs it leaves out, because they are where it goes.</summary>
public sealed record PackageDelta
{
    /// <summary>What it was made against, for people: a package's file name, a lock file's, a registry.</summary>
    public string Base { get; init; } = "";

    /// <summary>In the order of their digests.</summary>
    public IReadOnlyList<AbsentBlob> AbsentBlobs { get; init; } = [];
}
