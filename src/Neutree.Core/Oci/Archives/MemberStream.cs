using System.IO.Hashing;
using Neutree.Core.Compression.Seekable;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// The plain bytes of one member of a seekable gzip, of which as many are given as the index says. The last of them come only when CRC and length are
/// right, provided that all before them were read.
/// </summary>
/// <param name="archive">What messages call the archive.</param>
/// <param name="start">The plain byte that comes first.</param>
/// <param name="length">Plain bytes of the member.</param>
internal abstract class MemberStream(string archive, long start, long length) : ArchiveStream
{
    private readonly Crc32 _crc = new();
    private bool _isWhole = start == 0;

    /// <summary>Plain bytes in front of the next one.</summary>
    protected long Passed { get; private set; } = start;

    protected long PlainLength => length;

    public sealed override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int wanted = (int)Math.Min(buffer.Length, length - Passed);
        if (wanted <= 0)
        {
            return 0;
        }

        int read = await ReadPlainAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw Damaged("a member holds less than the index says");
        }

        Passed += read;
        if (_isWhole)
        {
            _crc.Append(buffer.Span[..read]);
            if (Passed == length)
            {
                await CheckTrailerAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return read;
    }

    /// <summary>Goes on within the member; its CRC is not checked then, unless the bytes had to be read.</summary>
    public sealed override async ValueTask<long> SkipAsync(long count, CancellationToken cancellationToken)
    {
        if (count > 0)
        {
            _isWhole = false;
            await SkipPlainAsync(count, cancellationToken).ConfigureAwait(false);
            Passed += count;
        }

        return count;
    }

    protected abstract ValueTask<int> ReadPlainAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    protected abstract ValueTask SkipPlainAsync(long count, CancellationToken cancellationToken);

    /// <summary>The eight bytes that end the member.</summary>
    protected abstract ValueTask ReadTrailerAsync(Memory<byte> trailer, CancellationToken cancellationToken);

    protected ArchiveException Damaged(string why, Exception? inner = null) => new("Archive.DamagedGzip", ErrorKind.InvalidData, $"reading {archive} failed: {why}", inner)
    {
        Target = archive,
        Recommendation = "Copy or download the file again; Test-NeutreeOfflinePackage (package verify) tells what of it is damaged.",
    };

    private async ValueTask CheckTrailerAsync(CancellationToken cancellationToken)
    {
        byte[] expected = new byte[GzipMemberFormat.TrailerSize];
        byte[] actual = new byte[GzipMemberFormat.TrailerSize];
        GzipMemberFormat.WriteTrailer(expected, _crc.GetCurrentHashAsUInt32(), length);
        await ReadTrailerAsync(actual, cancellationToken).ConfigureAwait(false);
        if (!actual.AsSpan().SequenceEqual(expected))
        {
            throw Damaged("a member's CRC or length doesn't match its data");
        }
    }
}
