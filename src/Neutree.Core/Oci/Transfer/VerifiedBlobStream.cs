using System.Security.Cryptography;

namespace Neutree.Core.Oci.Transfer;

/// <summary>Passes stored bytes on unchanged and checks them: length, and digest where one was promised.</summary>
internal sealed class VerifiedBlobStream : BlobStream
{
    private readonly Stream _inner;
    private readonly string _name;
    private readonly Digest? _expected;
    private readonly long _length;
    private readonly IncrementalHash _hash;
    private long _read;
    private Digest? _completed;

    public VerifiedBlobStream(Stream inner, string name, Digest? expected, long length)
    {
        _inner = inner;
        _name = name;
        _expected = expected;
        _length = length;
        _hash = expected?.CreateHash() ?? IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    public override Digest CompletedDigest => _completed ?? throw new InvalidOperationException("the blob has not been read to its end");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _completed is not null)
        {
            return 0;
        }

        int count = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _read += count;
        if (_read > _length || (count == 0 && _read < _length))
        {
            throw BlobMismatch.Length(_name, _length, _read);
        }

        _hash.AppendData(buffer.Span[..count]);
        if (count == 0)
        {
            Complete();
        }

        return count;
    }

    protected override async ValueTask ReleaseAsync()
    {
        _hash.Dispose();
        await _inner.DisposeAsync().ConfigureAwait(false);
    }

    private void Complete()
    {
        Digest actual = Digest.Finish(_hash);
        if (_expected is { } expected && actual != expected)
        {
            throw BlobMismatch.Digest(_name, expected, actual);
        }

        _completed = actual;
    }
}
