using System.Security.Cryptography;
using Neutree.Core.Compression;

namespace Neutree.Core.Oci.Serving;

/// <summary>
/// A source's blob on its way to a client. A whole blob is hashed as it passes; the last bytes of a wrong one are held back by a
/// fault, so the client never takes it for complete.
/// </summary>
internal sealed class SourceBlobStream(Stream inner, Digest? digest, long size, Action release) : ForwardStream
{
    private readonly IncrementalHash? _hash = digest?.CreateHash();
    private long _read;

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

    protected override async ValueTask ReleaseAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        _hash?.Dispose();
        release();
    }
}
