namespace Neutree.Core.Kubernetes.Requests;

/// <summary>Holds requests to a rate in the long run, and lets some through at once after a pause (a token bucket, in order of arrival).</summary>
/// <param name="perSecond">Requests a second.</param>
/// <param name="burst">Requests at once after a pause.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestRate(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _left = Math.Max(1, burst);
    private DateTimeOffset _asOf = time.GetUtcNow();

    /// <summary>Waits until one more request may be sent.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            _left = Math.Min(Math.Max(1, burst), _left + ((now - _asOf).TotalSeconds * perSecond));
            _asOf = now;

            // Below zero are those who wait: each further one waits for its own part.
            _left -= 1;
            wait = _left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_left / perSecond);
        }

        return wait == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, cancellationToken);
    }
}
