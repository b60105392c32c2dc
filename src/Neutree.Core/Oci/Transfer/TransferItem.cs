using System.Collections.Frozen;

namespace Neutree.Core.Oci.Transfer;

/// <summary>One image of a run and the name it gets at the target. An image with several names is several items; its blobs move once.</summary>
public sealed record TransferItem
{
    public required IImageSource Source { get; init; }

    public required SourceImage Image { get; init; }

    /// <summary>How the result names the image: <c>archive.tar: postgres:13</c>.</summary>
    public required string SourceName { get; init; }

    /// <summary>Repository in the target's own naming.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag to write, or null to store the image by digest only.</summary>
    public string? Tag { get; init; }

    /// <summary>How the result names the target: <c>registry/repository:tag</c>.</summary>
    public required string TargetName { get; init; }

    /// <summary>A repository of the target's registry that already holds the blobs (a copy inside one registry).</summary>
    public string? MountFrom { get; init; }

    /// <summary>Repositories of the target that hold single blobs, by digest: those that a delta leaves out.</summary>
    public IReadOnlyDictionary<Digest, string> Holders { get; init; } = FrozenDictionary<Digest, string>.Empty;
}
