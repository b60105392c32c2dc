using Neutree.Core.Compression;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>A response's body that takes the response along when it is disposed.</summary>
internal sealed class ReplyStream(HttpResponseMessage response, Stream body) : ForwardStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => body.ReadAsync(buffer, cancellationToken);

    protected override async ValueTask ReleaseAsync()
    {
        // A stream that is still open is given up, not read to its end.
        await body.DisposeAsync().ConfigureAwait(false);
        response.Dispose();
    }
}
