using System.IO.Compression;
using Neutree.Core.Compression.Seekable;

namespace Neutree.Core.Oci.Archives;

/// <summary>The plain bytes of a deflated member.</summary>
internal sealed class DeflatedMemberStream : MemberStream
{
    private const int SkipBuffer = 64 * 1024;
    private readonly ArchiveStream _input;
    private readonly LimitedStream _body;
    private readonly DeflateStream _inflate;
    private bool _isHeaderRead;

    /// <param name="input">The member; owned.</param>
    /// <param name="archive">What messages call the archive.</param>
    /// <param name="size">The member's bytes.</param>
    /// <param name="length">Its plain bytes.</param>
    public DeflatedMemberStream(ArchiveStream input, string archive, long size, long length)
        : base(archive, 0, length)
    {
        _input = input;
        _body = new LimitedStream(default, input, size - GzipMemberFormat.HeaderSize - GzipMemberFormat.TrailerSize);
        _inflate = new DeflateStream(_body, CompressionMode.Decompress, leaveOpen: true);
    }

    protected override async ValueTask<int> ReadPlainAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_isHeaderRead)
        {
            _isHeaderRead = true;
            byte[] header = new byte[GzipMemberFormat.HeaderSize];
            await _input.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (!header.AsSpan().SequenceEqual(GzipMemberFormat.Header))
            {
                throw Damaged("there is no member where the index says");
            }
        }

        try
        {
            return await _inflate.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw Damaged("the compressed data are invalid", error);
        }
    }

    protected override async ValueTask SkipPlainAsync(long count, CancellationToken cancellationToken)
    {
        byte[] skipped = new byte[(int)Math.Min(count, SkipBuffer)];
        int read;
        for (long left = count; left > 0; left -= read)
        {
            read = await ReadPlainAsync(skipped.AsMemory(0, (int)Math.Min(left, skipped.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw Damaged("a member holds less than the index says");
            }
        }
    }

    protected override async ValueTask ReadTrailerAsync(Memory<byte> trailer, CancellationToken cancellationToken)
    {
        // The inflater may not have needed the last bytes of the body.
        await _body.SkipAsync(_body.Left, cancellationToken).ConfigureAwait(false);
        await _input.ReadAtLeastAsync(trailer, trailer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
    }

    protected override async ValueTask ReleaseAsync()
    {
        await _inflate.DisposeAsync().ConfigureAwait(false);
        await _body.DisposeAsync().ConfigureAwait(false);
        await _input.DisposeAsync().ConfigureAwait(false);
    }
}
