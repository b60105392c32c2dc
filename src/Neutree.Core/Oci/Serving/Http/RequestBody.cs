namespace Neutree.Core.Oci.Serving.Http;

/// <summary>A request's body, decoded from its framing; read forward once.</summary>
internal abstract class RequestBody(Func<CancellationToken, ValueTask>? beforeFirstRead) : Stream
{
    private Func<CancellationToken, ValueTask>? _beforeFirstRead = beforeFirstRead;

    /// <summary>Whether the body has been read to its end, so that the next request may follow.</summary>
    public abstract bool IsComplete { get; }

    /// <summary>Whether the client still waits for <c>100 Continue</c> before it sends the body.</summary>
    public bool IsAwaitingContinue => _beforeFirstRead is not null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public sealed override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsComplete || buffer.Length == 0)
        {
            return 0;
        }

        if (Interlocked.Exchange(ref _beforeFirstRead, null) is { } callback)
        {
            await callback(cancellationToken).ConfigureAwait(false);
        }

        return await ReadBodyAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a request body is read asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected abstract ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken);
}
