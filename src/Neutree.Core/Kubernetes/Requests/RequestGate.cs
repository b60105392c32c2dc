namespace Neutree.Core.Kubernetes.Requests;

/// <summary>
/// Bounds how many requests are under way at once. Where the server says that it has too many (429), the bound is halved and the server left
/// alone for as long as it asks; what it answers afterwards widens the bound again, one place each time all places were used well
/// (docs/decisions/0054).
/// </summary>
/// <param name="most">Requests at once that a server takes which doesn't complain.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestGate(int most, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _places = new(Math.Max(1, most));
    private int _bound = Math.Max(1, most);

    /// <summary>Places that aren't given back, because the bound was narrowed while they were taken.</summary>
    private int _owed;
    private int _answered;
    private int _complaints;
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;

    /// <summary>Waits for a place.</summary>
    /// <returns>What <see cref="Leave"/> is to be told.</returns>
    public async Task<int> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (Pause() is { } pause)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            GiveBack();
            throw;
        }

        lock (_lock)
        {
            return _complaints;
        }
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="entered">What <see cref="EnterAsync"/> returned.</param>
    /// <param name="isTooMany">Whether the server complained.</param>
    /// <param name="pause">How long it asked to be left alone.</param>
    public void Leave(int entered, bool isTooMany, TimeSpan? pause)
    {
        lock (_lock)
        {
            if (isTooMany)
            {
                // Requests that were under way together hear the same complaint; it counts once.
                if (entered == _complaints)
                {
                    _complaints++;
                    _answered = 0;
                    int fewer = _bound / 2;
                    _bound -= fewer;
                    _owed += fewer;
                }

                DateTimeOffset until = time.GetUtcNow() + (pause ?? TimeSpan.Zero);
                _closedUntil = until > _closedUntil ? until : _closedUntil;
            }
            else if (_bound < most && entered == _complaints && ++_answered >= _bound)
            {
                _answered = 0;
                _bound++;
                _owed--;
            }
        }

        GiveBack();
    }

    public void Dispose() => _places.Dispose();

    private TimeSpan? Pause()
    {
        lock (_lock)
        {
            TimeSpan left = _closedUntil - time.GetUtcNow();
            return left > TimeSpan.Zero ? left : null;
        }
    }

    private void GiveBack()
    {
        int places;
        lock (_lock)
        {
            places = 1 - _owed;
            _owed = Math.Max(0, -places);
        }

        if (places > 0)
        {
            _places.Release(places);
        }
    }
}
