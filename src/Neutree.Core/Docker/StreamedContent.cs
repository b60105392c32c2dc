using System.Net;
using System.Runtime.ExceptionServices;

namespace Neutree.Core.Docker;

/// <summary>A request's body that is written as it is sent. What the writer itself throws is kept apart from failures of the connection.</summary>
internal sealed class StreamedContent(Func<Stream, CancellationToken, Task> write) : HttpContent
{
    private ExceptionDispatchInfo? _failure;

    /// <summary>Throws what the writer threw, where it did.</summary>
    public void ThrowFailure() => _failure?.Throw();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            await write(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (NeutreeException failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            throw;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
