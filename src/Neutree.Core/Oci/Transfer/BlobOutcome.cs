namespace Neutree.Core.Oci.Transfer;

/// <summary>A blob as it now lies in a target repository, and the bytes that had to be sent for it.</summary>
internal sealed record BlobOutcome(Digest Digest, long Size, long BytesSent);
