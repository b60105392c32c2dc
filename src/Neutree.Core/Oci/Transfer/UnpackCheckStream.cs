using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Neutree.Core.Compression;

namespace Neutree.Core.Oci.Transfer;

/// <summary>
/// Passes a gzip'ed layer on unchanged while it unpacks a copy on another core to check the diff ID. Used where the archive states no
/// digest of the compressed bytes, so that the diff ID is the only promise there is.
/// </summary>
internal sealed class UnpackCheckStream : ForwardStream
{
    private const int BufferSize = 128 * 1024;

    private readonly Stream _inner;
    private readonly string _name;
    private readonly Digest _expected;
    private readonly Pipe _copy = new(new PipeOptions(pauseWriterThreshold: 4 * 1024 * 1024, resumeWriterThreshold: 2 * 1024 * 1024, minimumSegmentSize: BufferSize));
    private readonly Task<Digest> _unpacked;

    public UnpackCheckStream(Stream inner, string name, Digest expected)
    {
        _inner = inner;
        _name = name;
        _expected = expected;
        _unpacked = Task.Run(UnpackAsync);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count > 0)
        {
            // Once the copy's reader has given up, its error is met at the end of the stream.
            await _copy.Writer.WriteAsync(buffer[..count], cancellationToken).ConfigureAwait(false);
            return count;
        }

        await _copy.Writer.CompleteAsync().ConfigureAwait(false);
        Digest actual = await _unpacked.WaitAsync(cancellationToken).ConfigureAwait(false);
        return actual == _expected ? 0 : throw BlobMismatch.DiffId(_name, _expected, actual);
    }

    protected override async ValueTask ReleaseAsync()
    {
        await _copy.Writer.CompleteAsync().ConfigureAwait(false);
        // A stream that is dropped early leaves a half layer to the unpacker; that failure says nothing.
        await ((Task)_unpacked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _inner.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<Digest> UnpackAsync()
    {
        Exception? failure = null;
        try
        {
            using IncrementalHash hash = _expected.CreateHash();
            await using GZipStream gzip = new(_copy.Reader.AsStream(leaveOpen: true), CompressionMode.Decompress);
            byte[] buffer = new byte[BufferSize];
            int count;
            while ((count = await gzip.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, count));
            }

            return Digest.Finish(hash);
        }
        catch (InvalidDataException error)
        {
            failure = error;
            throw new TransferException("Transfer.BadGzip", ErrorKind.InvalidData, $"{_name} is not valid gzip: {error.Message}", error) { Target = _name };
        }
        finally
        {
            await _copy.Reader.CompleteAsync(failure).ConfigureAwait(false);
        }
    }
}
