using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Neutree.Core.Compression;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Neutree.Core.Oci.Transfer;

/// <summary>
/// Passes a compressed layer on unchanged while it unpacks a copy on another core to check the diff ID. Used where the archive states no
/// digest of the compressed bytes, so that the diff ID is the only promise there is, and by deep checks.
/// </summary>
internal sealed class UnpackCheckStream : ForwardStream
{
    private const int BufferSize = 128 * 1024;

    // The writer of a layer chooses how much memory its reader needs; no builder takes more than this, which is 32 MiB.
    private const int MaxWindowLog = 25;

    private readonly Stream _inner;
    private readonly string _name;
    private readonly Digest _expected;
    private readonly BlobCompression _compression;
    private readonly Pipe _copy = new(new PipeOptions(pauseWriterThreshold: 4 * 1024 * 1024, resumeWriterThreshold: 2 * 1024 * 1024, minimumSegmentSize: BufferSize));
    private readonly Task<Digest> _unpacked;

    /// <param name="inner">The layer as it is stored; owned.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="expected">Its diff ID.</param>
    /// <param name="compression">How it is compressed, in a way that <see cref="Unpacks"/>.</param>
    public UnpackCheckStream(Stream inner, string name, Digest expected, BlobCompression compression)
    {
        _compression = compression;
        _inner = inner;
        _name = name;
        _expected = expected;
        _unpacked = Task.Run(UnpackAsync);
    }

    /// <summary>Whether layers that are compressed in that way can be unpacked.</summary>
    public static bool Unpacks(BlobCompression compression) => compression is BlobCompression.Gzip or BlobCompression.Zstd;

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

    private Stream Unpack(Stream packed)
    {
        if (_compression != BlobCompression.Zstd)
        {
            return new GZipStream(packed, CompressionMode.Decompress);
        }

        DecompressionStream zstd = new(packed, leaveOpen: true);
        zstd.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog);
        return zstd;
    }

    private async Task<Digest> UnpackAsync()
    {
        Exception? failure = null;
        try
        {
            using IncrementalHash hash = _expected.CreateHash();
            await using Stream unpacking = Unpack(_copy.Reader.AsStream(leaveOpen: true));
            byte[] buffer = new byte[BufferSize];
            int count;
            while ((count = await unpacking.ReadAsync(buffer).ConfigureAwait(false)) > 0)
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
        catch (ZstdException error) when (error.Code == ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge)
        {
            failure = error;
            throw new TransferException(
                "Transfer.ZstdWindowTooLarge", ErrorKind.NotSupported, $"{_name} can't be unpacked: it was compressed with a window of more than {1 << (MaxWindowLog - 20)} MiB", error) { Target = _name };
        }
        catch (Exception error) when (error is ZstdException or EndOfStreamException)
        {
            failure = error;
            throw new TransferException("Transfer.BadZstd", ErrorKind.InvalidData, $"{_name} is not valid zstd: {error.Message}", error) { Target = _name };
        }
        finally
        {
            await _copy.Reader.CompleteAsync(failure).ConfigureAwait(false);
        }
    }
}
