using Neutree.Core.Compression;

namespace Neutree.Core.Oci.Serving.Http;

/// <summary>A request's body, decoded from its framing; read forward once.</summary>
internal abstract class RequestBody(Func<CancellationToken, ValueTask>? beforeFirstRead) : ForwardStream
{
    private Func<CancellationToken, ValueTask>? _beforeFirstRead = beforeFirstRead;

    /// <summary>Whether the body has been read to its end, so that the next request may follow.</summary>
    public abstract bool IsComplete { get; }

    /// <summary>Whether the client still waits for <c>100 Continue</c> before it sends the body.</summary>
    public bool IsAwaitingContinue => _beforeFirstRead is not null;

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

    protected abstract ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>What is left of the body stays for whoever drains the connection.</summary>
    protected sealed override ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
