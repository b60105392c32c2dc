using System.Globalization;
using Neutree.Core.Tar;

namespace Neutree.Core.Helm.Charts;

/// <summary>
/// Walks over the entries of a chart's tar (v7, ustar, GNU long names, PAX), read forward from a stream. The runtime's own reader is no
/// choice here: it takes a header without a checksum for the end of the archive, and gives as much memory to a long name as its header asks for.
/// </summary>
internal sealed class ChartTar(Stream stream)
{
    private const int MaxMetadataSize = 1024 * 1024;
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private long _padding;

    /// <summary>The current entry's path as it stands in the archive.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Bytes of the current entry's content.</summary>
    public long Size { get; private set; }

    public bool IsDirectory { get; private set; }

    /// <summary>Whether the entry only describes those after it.</summary>
    public bool IsMetadata { get; private set; }

    public DateTimeOffset ModifiedAt { get; private set; }

    /// <summary>Goes to the next entry; the content of the one before has been read.</summary>
    /// <exception cref="InvalidDataException">A header is damaged.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut off.</exception>
    public bool MoveNext()
    {
        string? longName = null;
        Dictionary<string, string> records = [];
        while (true)
        {
            Skip(_padding);
            _padding = 0;
            int read = stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
            if (read == 0 && longName is null && records.Count == 0)
            {
                return false;
            }

            if (read < _block.Length)
            {
                throw new EndOfStreamException();
            }

            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                read = stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
                return _block.AsSpan(0, read).ContainsAnyExcept((byte)0) ? throw Damaged() : false;
            }

            if (!TarHeader.TryParse(_block, out TarHeader header))
            {
                throw Damaged();
            }

            switch (header.Type)
            {
                case (byte)'L':
                    longName = TarHeader.ReadText(ReadMetadata(header.Size));
                    break;
                case (byte)'K':
                    ReadMetadata(header.Size);
                    break;
                case (byte)'x' or (byte)'X':
                    records = PaxRecords.Parse(ReadMetadata(header.Size)) ?? throw Damaged();
                    break;
                default:
                    Describe(header, longName, records);
                    return true;
            }
        }
    }

    /// <summary>The current entry's content.</summary>
    public byte[] ReadContent()
    {
        byte[] content = new byte[Size];
        stream.ReadExactly(content);
        _padding = TarHeader.Padded(Size) - Size;
        return content;
    }

    public void SkipContent()
    {
        Skip(Size);
        _padding = TarHeader.Padded(Size) - Size;
    }

    private static InvalidDataException Damaged() => new("archive/tar: invalid tar header");

    private void Describe(TarHeader header, string? longName, Dictionary<string, string> records)
    {
        Name = longName ?? (records.TryGetValue("path", out string? path) && path.Length > 0 ? path : header.Name);
        IsDirectory = header.Type == '5' || (header.Type is 0 && Name.EndsWith('/'));
        IsMetadata = header.Type == 'g';

        // Links, devices and pipes have no content, whatever their size field says.
        Size = header.Type is (byte)'1' or (byte)'2' or (byte)'3' or (byte)'4' or (byte)'5' or (byte)'6' ? 0
            : !records.TryGetValue("size", out string? text) ? header.Size
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size
            : throw Damaged();
        double seconds = records.TryGetValue("mtime", out string? time)
            ? double.TryParse(time, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double exact) ? exact : throw Damaged()
            : header.UnixSeconds;
        ModifiedAt = seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)Math.Floor(seconds))
            : DateTimeOffset.UnixEpoch;
    }

    private byte[] ReadMetadata(long size)
    {
        if (size > MaxMetadataSize)
        {
            throw Damaged();
        }

        byte[] content = new byte[size];
        stream.ReadExactly(content);
        _padding = TarHeader.Padded(size) - size;
        return content;
    }

    private void Skip(long count)
    {
        Span<byte> buffer = stackalloc byte[TarHeader.BlockSize];
        while (count > 0)
        {
            int wanted = (int)Math.Min(count, buffer.Length);
            stream.ReadExactly(buffer[..wanted]);
            count -= wanted;
        }
    }
}
