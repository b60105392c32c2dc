namespace Neutree.Core.Oci;

/// <summary>
/// One pass over a blob's bytes. When the stream has ended, <see cref="CompletedDigest"/> is known and the content has been verified
/// against whatever was promised about it (digest, diff ID, size); a broken promise throws from the read that meets it.
/// </summary>
public abstract class BlobStream : Stream
{
    /// <summary>The digest of all bytes read.</summary>
    /// <exception cref="InvalidOperationException">The stream has not been read to its end.</exception>
    public abstract Digest CompletedDigest { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
