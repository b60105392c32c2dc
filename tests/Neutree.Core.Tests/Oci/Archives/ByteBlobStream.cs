using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Oci.Archives;

/// <summary>A blob in memory that may break off.</summary>
internal sealed class ByteBlobStream(byte[] content, int failAfter = int.MaxValue) : BlobStream
{
    private int _position;

    public override Digest CompletedDigest =>
        _position == content.Length ? Digest.Compute(content) : throw new InvalidOperationException("the stream has not been read to its end");

    public static BlobContent ContentOf(byte[] content, int failAfter = int.MaxValue) => new()
    {
        Name = "blob " + Digest.Compute(content).ToShortString(),
        Digest = Digest.Compute(content),
        Length = content.Length,
        OpenAsync = _ => Task.FromResult<BlobStream>(new ByteBlobStream(content, failAfter)),
    };

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= failAfter)
        {
            throw new HttpRequestException("the connection broke");
        }

        int count = Math.Min(Math.Min(buffer.Length, 64 * 1024), Math.Min(content.Length, failAfter) - _position);
        content.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return ValueTask.FromResult(count);
    }

    protected override ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
