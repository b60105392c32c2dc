using System.Security.Cryptography;

namespace Neutree.Core.Oci.Serving;

/// <summary>
/// A source's blob on its way to a client. A whole blob is hashed as it passes; the last bytes of a wrong one are held back by a
/// fault, so the client never takes it for complete.
/// </summary>
internal sealed class SourceBlobStream(Stream inner, Digest? digest, long size, Action release) : Stream
{
    private readonly IncrementalHash? _hash = digest?.CreateHash();
    private long _read;
    private int _isDisposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _read += count;
        if (_hash is not null && digest is { } expected)
        {
            _hash.AppendData(buffer.Span[..count]);
            if (_read == size && count > 0 && Digest.Finish(_hash) is { } actual && actual != expected)
            {
                throw new ServingException("Serving.DigestMismatch", ErrorKind.InvalidData, $"blob {expected} of the source has the digest {actual}")
                {
                    Target = expected.ToString(),
                    Recommendation = "The archive is damaged; copy it again from where it was made.",
                };
            }
        }

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a source is read asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            inner.Dispose();
            _hash?.Dispose();
            release();
        }

        base.Dispose(disposing);
    }
}
