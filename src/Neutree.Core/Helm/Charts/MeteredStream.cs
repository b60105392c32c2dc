namespace Neutree.Core.Helm.Charts;

/// <summary>Passes on what a decompressor gives up to a limit, and knows how much that was and whether the end was met.</summary>
internal sealed class MeteredStream(Stream source, long limit) : ReadOnlyStream
{
    public long Count { get; private set; }

    public bool IsAtEnd { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = source.Read(buffer);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException("gzip: the compressed data is damaged", error);
        }

        Count += read;
        if (Count > limit)
        {
            throw new InvalidDataException($"the archive unpacks to more than {limit} bytes of headers and content");
        }

        IsAtEnd |= read == 0 && buffer.Length > 0;
        return read;
    }
}
