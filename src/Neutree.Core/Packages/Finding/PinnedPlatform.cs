using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Finding;

/// <summary>What an image was for one platform when it was resolved.</summary>
/// <param name="Platform">The platform; null for artifacts, which have none.</param>
/// <param name="Digest">The digest of its manifest.</param>
/// <param name="Blobs">Its config and layers.</param>
public sealed record PinnedPlatform(Platform? Platform, Digest Digest, IReadOnlyList<PinnedBlob> Blobs)
{
    /// <summary>Stored bytes of config and layers.</summary>
    public long Size => Blobs.Sum(static blob => blob.Size);

    public override string ToString() => $"{Platform?.ToString() ?? "any"}@{Digest.ToShortString()}";
}
