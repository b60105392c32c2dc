using System.Buffers.Binary;

namespace Neutree.Core.Helm.Charts;

/// <summary>Passes on a gzip file and keeps its last bytes, which hold the size of its content (RFC 1952, 2.3.1 ISIZE).</summary>
internal sealed class GzipEnd(Stream source) : ReadOnlyStream
{
    private readonly byte[] _last = new byte[sizeof(uint)];

    public override int Read(Span<byte> buffer)
    {
        int read = source.Read(buffer);
        ReadOnlySpan<byte> fresh = buffer[..read];
        if (fresh.Length >= _last.Length)
        {
            fresh[^_last.Length..].CopyTo(_last);
        }
        else
        {
            _last.AsSpan(fresh.Length).CopyTo(_last);
            fresh.CopyTo(_last.AsSpan(_last.Length - fresh.Length));
        }

        return read;
    }

    /// <summary>Whether a file read to its end says that its content has this many bytes.</summary>
    public bool Announces(long size) => BinaryPrimitives.ReadUInt32LittleEndian(_last) == (uint)size;
}
