using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages.Servers;

/// <summary>
/// Does something again that broke on its way, after a pause, as often as its options allow without getting further; what gets further starts the count anew.
/// </summary>
/// <param name="server">Says how long to pause, and what went wrong.</param>
/// <param name="request">What is done, for messages.</param>
/// <param name="retry">Further tries in a row that get no further.</param>
/// <param name="logger">Told of every try that broke.</param>
internal sealed class Attempts(FileServer server, FileRequest request, int retry, ILogger logger)
{
    /// <param name="attempt">One try.</param>
    /// <param name="done">Bytes behind us.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PackageException">It keeps breaking.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> attempt, Func<long> done, CancellationToken cancellationToken)
    {
        long furthest = done();
        for (int failures = 0; ;)
        {
            try
            {
                await attempt(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (HostRetries.IsTransient(error))
            {
                bool isFurther = done() > furthest;
                if (isFurther)
                {
                    server.NoteSuccess();
                }

                failures = isFurther ? 1 : failures + 1;
                furthest = Math.Max(furthest, done());
                RefusedForNowException? refused = error as RefusedForNowException;
                if (failures > retry || !server.MayPass)
                {
                    throw refused?.Failure ?? server.FromConnection(error, request);
                }

                logger.LogWarning("{What} broke after {Bytes} bytes; trying again: {Reason}", request.What, done(), error.Message);
                await server.Retries.WaitAsync(refused?.Delay ?? server.Retries.NoteFailure(null), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What an answer stands for that isn't wanted: something that may pass, or a failure.</summary>
    public async Task<Exception> FromAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        PackageException failure = await server.FromAnswerAsync(response, request, cancellationToken).ConfigureAwait(false);
        return HostRetries.IsTransient(response.StatusCode) ? new RefusedForNowException(failure, server.Retries.NoteFailure(response)) : failure;
    }
}
