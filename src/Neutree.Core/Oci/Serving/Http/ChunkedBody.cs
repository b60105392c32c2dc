using System.Buffers.Text;

namespace Neutree.Core.Oci.Serving.Http;

/// <summary>A body in chunks (RFC 9112, 7.1). Extensions and trailers are skipped; anything malformed ends the connection.</summary>
internal sealed class ChunkedBody(ConnectionReader reader, Func<CancellationToken, ValueTask>? beforeFirstRead) : RequestBody(beforeFirstRead)
{
    private const int MaxLineSize = 4 * 1024;
    private const int MaxTrailers = 32;
    private const int MaxSizeDigits = 15;
    private long _left;
    private bool _isInside;
    private bool _isComplete;

    public override bool IsComplete => _isComplete;

    protected override async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_left == 0)
        {
            if (_isInside)
            {
                await ReadLineAsync(static line => line.Length == 0 ? 0 : throw Malformed(), cancellationToken).ConfigureAwait(false);
            }

            _left = await ReadLineAsync(ParseSize, cancellationToken).ConfigureAwait(false);
            _isInside = true;
            if (_left == 0)
            {
                await SkipTrailersAsync(cancellationToken).ConfigureAwait(false);
                _isComplete = true;
                return 0;
            }
        }

        int wanted = (int)Math.Min(buffer.Length, _left);
        int count = await reader.ReadAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            throw new EndOfStreamException("the connection ended inside a request body");
        }

        _left -= count;
        return count;
    }

    private static long ParseSize(ReadOnlySpan<byte> line)
    {
        int semicolon = line.IndexOf((byte)';');
        ReadOnlySpan<byte> digits = semicolon < 0 ? line : line[..semicolon];
        return digits.Length is > 0 and <= MaxSizeDigits
            && Utf8Parser.TryParse(digits, out long size, out int used, 'x')
            && used == digits.Length
            && size >= 0
            && !line.ContainsAnyInRange((byte)0, (byte)0x1f)
            ? size
            : throw Malformed();
    }

    private static BadRequestException Malformed() => new(400, "the chunked body is malformed");

    private async ValueTask SkipTrailersAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; i <= MaxTrailers; i++)
        {
            if (await ReadLineAsync(static line => line.Length, cancellationToken).ConfigureAwait(false) == 0)
            {
                return;
            }
        }

        throw Malformed();
    }

    private async ValueTask<long> ReadLineAsync(LineReader read, CancellationToken cancellationToken)
    {
        while (true)
        {
            int feed = reader.Buffered.IndexOf((byte)'\n');
            if (feed > MaxLineSize || (feed < 0 && reader.Buffered.Length > MaxLineSize) || feed == 0 || (feed > 0 && reader.Buffered[feed - 1] != '\r'))
            {
                throw Malformed();
            }

            if (feed > 0)
            {
                long result = read(reader.Buffered[..(feed - 1)]);
                reader.Advance(feed + 1);
                return result;
            }

            if (!await reader.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new EndOfStreamException("the connection ended inside a request body");
            }
        }
    }

    private delegate long LineReader(ReadOnlySpan<byte> line);
}
