using System.Net;
using Microsoft.Extensions.Logging;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Publishing;

/// <summary>Takes back what a failed run left on a server. It has some seconds of its own, since the run may have been cancelled; what stays there is told.</summary>
internal sealed class ServerCleanup(FileServer server, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public Task DeleteAsync(Uri address, params HttpStatusCode[] accepted) =>
        TryAsync(new FileRequest(HttpMethod.Delete, address, $"deletion of {ServerAddress.Printable(address)}"), accepted);

    public async Task TryAsync(FileRequest request, params HttpStatusCode[] accepted)
    {
        using CancellationTokenSource timeout = new(Patience);
        try
        {
            using HttpResponseMessage response = await server.SendCheckedAsync(request, timeout.Token, [HttpStatusCode.NotFound, .. accepted]).ConfigureAwait(false);
        }
        catch (Exception error) when (error is PackageException or OperationCanceledException)
        {
            logger.LogWarning("What a failed run put on the server may still be there: {Reason}", error.Message);
        }
    }
}
