using Neutree.Core.Compression;

namespace Neutree.Core.Oci;

/// <summary>
/// One pass over a blob's bytes. When the stream has ended, <see cref="CompletedDigest"/> is known and the content has been verified
/// against whatever was promised about it (digest, diff ID, size); a broken promise throws from the read that meets it.
/// </summary>
public abstract class BlobStream : ForwardStream
{
    /// <summary>The digest of all bytes read.</summary>
    /// <exception cref="InvalidOperationException">The stream has not been read to its end.</exception>
    public abstract Digest CompletedDigest { get; }
}
