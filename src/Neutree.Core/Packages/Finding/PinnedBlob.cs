using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Finding;

/// <summary>A blob of a resolved image; its size is in stored bytes.</summary>
public sealed record PinnedBlob(Digest Digest, long Size);
