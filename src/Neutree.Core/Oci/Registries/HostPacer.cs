namespace Neutree.Core.Oci.Registries;

/// <summary>
/// How many requests one host gets at a time, and how long to stay away from it after failures. The limit halves on 429 and grows by
/// one after a run of successes; the back-off doubles with each failure in a row and is forgotten on success.
/// </summary>
internal sealed class HostPacer(int maximum, RegistryEnvironment environment)
{
    private const int SuccessesPerStep = 8;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _limit = Math.Max(1, maximum);
    private int _running;
    private int _successes;
    private int _failures;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>Requests allowed at a time now.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return _limit;
            }
        }
    }

    /// <summary>Waits for a free slot; <see cref="Leave"/> gives it back.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource>? place = null;
        lock (_lock)
        {
            if (_running < _limit)
            {
                _running++;
            }
            else
            {
                place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }
        }

        if (place is not null)
        {
            await WaitForTurnAsync(place, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await WaitUntilAllowedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Leave();
            throw;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _running--;
            Admit();
        }
    }

    public void ReportSuccess()
    {
        lock (_lock)
        {
            _failures = 0;
            if (_limit < Math.Max(1, maximum) && ++_successes >= SuccessesPerStep)
            {
                _successes = 0;
                _limit++;
                Admit();
            }
        }
    }

    /// <summary>Notes a failure and says how long to wait before the next try.</summary>
    /// <param name="limited">The host said that it gets too many requests.</param>
    /// <param name="retryAfter">What it asked for; then nobody calls it earlier.</param>
    public TimeSpan ReportFailure(bool limited, TimeSpan? retryAfter)
    {
        lock (_lock)
        {
            _successes = 0;
            if (limited)
            {
                _limit = Math.Max(1, _limit / 2);
            }

            double factor = Math.Pow(2, Math.Min(_failures++, 10)) * (1 + (0.25 * environment.Jitter()));
            TimeSpan backOff = FirstDelay * factor;
            TimeSpan delay = retryAfter is { } asked && asked > TimeSpan.Zero ? asked : backOff < LongestDelay ? backOff : LongestDelay;
            if (retryAfter is not null && environment.Time.GetUtcNow() + delay > _notBefore)
            {
                _notBefore = environment.Time.GetUtcNow() + delay;
            }

            return delay;
        }
    }

    private async Task WaitForTurnAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        try
        {
            await place.Value.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                if (place.List is null)
                {
                    // Admitted in the same moment: pass the slot on.
                    _running--;
                    Admit();
                }
                else
                {
                    _waiting.Remove(place);
                }
            }

            throw;
        }
    }

    private async Task WaitUntilAllowedAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            wait = _notBefore - environment.Time.GetUtcNow();
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, environment.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Admit()
    {
        while (_running < _limit && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _running++;
            first.Value.SetResult();
        }
    }
}
