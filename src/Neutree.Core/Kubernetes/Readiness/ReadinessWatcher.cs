using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>
/// Waits until objects are ready, and tells how far each is whenever that changes. The cluster is watched, not asked again and again; pods
/// behind the objects are watched too, so that what can't become ready ends the wait early, with its reason.
/// </summary>
public sealed class ReadinessWatcher
{
    /// <summary>How long nothing may happen until time alone is looked at again.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly IKubernetesClient _client;
    private readonly ILogger _logger;

    /// <param name="client">The cluster.</param>
    /// <param name="logger">Hears what can't be watched.</param>
    public ReadinessWatcher(IKubernetesClient client, ILogger? logger = null)
    {
        _client = client;
        _logger = logger ?? NullLogger.Instance;
    }

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Rows as they change; the enumeration ends when all objects are ready.</summary>
    /// <param name="options">What to wait for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KubernetesException">
    /// <c>Kubernetes.CannotBecomeReady</c> where something is wrong for good or for longer than the grace, <c>Kubernetes.NotReadyInTime</c> when
    /// the time is over, or what refuses the watch.
    /// </exception>
    public async IAsyncEnumerable<ReadinessStatus> WatchAsync(ReadinessOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset deadline = Time.GetUtcNow() + options.Timeout;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IReadOnlyList<WatchedObject> objects = await WatchedObjects.FindAsync(_client, options.Objects, stop.Token).ConfigureAwait(false);
        ReadinessBoard board = new(objects, options, Time.GetUtcNow());
        NoteTeller notes = new(_client, options, board, Time.GetUtcNow(), _logger);
        ObjectFeed feed = new(_client, FeedPlan.For(objects, options), _logger, stop.Token);
        try
        {
            while (!board.IsReady)
            {
                await feed.WaitAsync(Sooner(deadline, board.NextDue), LongestPause, Time, cancellationToken).ConfigureAwait(false);
                foreach (FeedItem item in feed.Take())
                {
                    board.Note(item);
                    notes.Note(item);
                }

                if (!feed.IsSynchronized && Time.GetUtcNow() < deadline)
                {
                    continue;
                }

                foreach (ReadinessStatus row in board.Judge(Time.GetUtcNow()))
                {
                    yield return row;
                }

                notes.Tell(stop.Token);
                if (board.Failure(Time.GetUtcNow(), deadline) is { } failure)
                {
                    await notes.FinishAsync().ConfigureAwait(false);
                    throw failure;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await feed.EndAsync().ConfigureAwait(false);
            await notes.FinishAsync().ConfigureAwait(false);
        }
    }

    private static DateTimeOffset Sooner(DateTimeOffset deadline, DateTimeOffset? due) => due < deadline ? due.Value : deadline;
}
