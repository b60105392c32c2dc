namespace Neutree.Core.Compression.Seekable;

/// <summary>A member of a seekable gzip.</summary>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="Position">Where its first plain byte lies in what the file unpacks to.</param>
/// <param name="DeflateSum">For a deflated member the sha256 sum, as 64 hexadecimal digits, of the bytes between its header and its trailer; null for a stored one.</param>
internal readonly record struct SeekableGzipMember(long Offset, long Position, string? DeflateSum)
{
    public bool IsStored => DeflateSum is null;
}
