using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Oci.Serving;

/// <summary>A blob in memory that gives small pieces, and can turn out wrong at its end.</summary>
internal sealed class MemoryBlobStream(byte[] content, bool failAtEnd = false) : BlobStream
{
    private const int PieceSize = 100_000;
    private int _position;
    private bool _hasFailed;

    public override Digest CompletedDigest => _position == content.Length ? Digest.Compute(content) : throw new InvalidOperationException("not read to its end");

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int piece = Math.Min(Math.Min(buffer.Length, PieceSize), content.Length - _position);
        content.AsSpan(_position, piece).CopyTo(buffer.Span);
        _position += piece;
        if (piece == 0 && failAtEnd && !_hasFailed)
        {
            _hasFailed = true;
            throw new OciFormatException("Test.WrongDigest", "the blob turned out wrong");
        }

        return ValueTask.FromResult(piece);
    }

    protected override ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
