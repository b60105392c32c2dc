using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>Runs several watches at once and gathers what they tell.</summary>
internal sealed class ObjectFeed
{
    private readonly IKubernetesClient _client;
    private readonly ILogger _logger;
    private readonly Channel<FeedItem> _items = Channel.CreateUnbounded<FeedItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task[] _watches;
    private int _unsynchronized;

    /// <summary>Starts the watches.</summary>
    public ObjectFeed(IKubernetesClient client, IReadOnlyList<FeedSource> sources, ILogger logger, CancellationToken cancellationToken)
    {
        _client = client;
        _logger = logger;
        _unsynchronized = sources.Count;
        _watches = [.. sources.Select(source => WatchAsync(source, cancellationToken))];
    }

    /// <summary>Whether all that was there at the beginning has been told.</summary>
    public bool IsSynchronized => Volatile.Read(ref _unsynchronized) == 0;

    /// <summary>Waits until something was told, or until a time.</summary>
    /// <exception cref="KubernetesException">A watch that is needed failed.</exception>
    public async Task WaitAsync(DateTimeOffset until, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        TimeSpan left = until - time.GetUtcNow();
        using CancellationTokenSource limit = new(left < TimeSpan.Zero ? TimeSpan.Zero : left < atMost ? left : atMost, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _items.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing happened; the time itself may matter.
            return;
        }
    }

    /// <summary>All that was told since.</summary>
    public IEnumerable<FeedItem> Take()
    {
        while (_items.Reader.TryRead(out FeedItem? item))
        {
            yield return item;
        }
    }

    /// <summary>Waits until all watches have ended, once they are cancelled.</summary>
    public Task EndAsync() => Task.WhenAll(_watches);

    private async Task WatchAsync(FeedSource source, CancellationToken cancellationToken)
    {
        bool isSynchronized = false;
        try
        {
            await foreach (WatchEvent happened in _client.WatchAsync(source.Query, null, cancellationToken).ConfigureAwait(false))
            {
                if (happened.Kind == WatchEventKind.Synchronized)
                {
                    isSynchronized = true;
                    Interlocked.Decrement(ref _unsynchronized);
                }

                // Refused only when another watch has failed and all are about to end.
                _items.Writer.TryWrite(new FeedItem(source, happened));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The wait is over.
            return;
        }
        catch (KubernetesException error) when (!source.IsNeeded)
        {
            _logger.LogDebug("{Kind}s can't be watched, so that less can be told: {Reason}", source.Query.Kind, error.Message);
            if (!isSynchronized)
            {
                Interlocked.Decrement(ref _unsynchronized);
            }
        }
        catch (KubernetesException error)
        {
            _items.Writer.TryComplete(error);
        }
    }
}
