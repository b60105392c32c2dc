using System.Security.Cryptography;
using Neutree.Core.Compression;

namespace Neutree.Core.Oci.Transfer;

/// <summary>
/// Gives the gzip form of a plain layer in one pass: the plain bytes are hashed (diff ID) and compressed on other cores while the
/// compressed ones are hashed (digest) and handed out here.
/// </summary>
internal sealed class GzipLayerStream : BlobStream
{
    private readonly ParallelGzipStream _gzip;
    private readonly string _name;
    private readonly Digest? _expectedDiffId;
    private readonly long _plainLength;
    private readonly IncrementalHash _plainHash;
    private readonly IncrementalHash _gzipHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IProgress<long>? _plainProgress;
    private readonly Action<Digest, long>? _completing;
    private long _plainRead;
    private long _gzipRead;
    private Digest? _completed;

    /// <param name="plain">The stored layer; disposed with this stream.</param>
    /// <param name="name">What messages call the layer.</param>
    /// <param name="expectedDiffId">What the config lists for it.</param>
    /// <param name="plainLength">Stored bytes.</param>
    /// <param name="pool">The run's compression pool.</param>
    /// <param name="plainProgress">Told the plain bytes read so far.</param>
    /// <param name="completing">Told digest and size of the gzip form before the reader meets its end.</param>
    public GzipLayerStream(
        Stream plain,
        string name,
        Digest? expectedDiffId,
        long plainLength,
        CompressionPool pool,
        IProgress<long>? plainProgress,
        Action<Digest, long>? completing = null)
    {
        _name = name;
        _expectedDiffId = expectedDiffId;
        _plainLength = plainLength;
        _plainProgress = plainProgress;
        _completing = completing;
        _plainHash = expectedDiffId?.CreateHash() ?? IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _gzip = new ParallelGzipStream(plain, pool, OnPlain);
    }

    public override Digest CompletedDigest => _completed ?? throw new InvalidOperationException("the layer has not been read to its end");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _completed is not null)
        {
            return 0;
        }

        int count = await _gzip.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _gzipHash.AppendData(buffer.Span[..count]);
        _gzipRead += count;
        if (count == 0)
        {
            Complete();
        }

        return count;
    }

    protected override async ValueTask ReleaseAsync()
    {
        await _gzip.DisposeAsync().ConfigureAwait(false);
        _plainHash.Dispose();
        _gzipHash.Dispose();
    }

    private void OnPlain(ReadOnlyMemory<byte> block)
    {
        _plainHash.AppendData(block.Span);
        _plainRead += block.Length;
        _plainProgress?.Report(_plainRead);
    }

    private void Complete()
    {
        if (_plainRead != _plainLength)
        {
            throw BlobMismatch.Length(_name, _plainLength, _plainRead);
        }

        Digest diffId = Digest.Finish(_plainHash);
        if (_expectedDiffId is { } expected && diffId != expected)
        {
            throw BlobMismatch.DiffId(_name, expected, diffId);
        }

        Digest digest = Digest.Finish(_gzipHash);
        _completing?.Invoke(digest, _gzipRead);
        _completed = digest;
    }
}
