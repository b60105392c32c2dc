namespace Neutree.Core.Oci.Serving.Http;

/// <summary>
/// Measures how long a connection waits for body bytes, and sets the deadline by it. Only waiting counts: a slow disk of ours never
/// costs the client its upload.
/// </summary>
internal sealed class ReceiveClock(Deadline deadline, HttpLimits limits)
{
    private TimeSpan _waited;
    private long _received;
    private long _startedAt;
    private bool _isInBody;

    public void StartBody()
    {
        _isInBody = true;
        _waited = TimeSpan.Zero;
        _received = 0;
        deadline.Clear();
    }

    public void EndBody() => _isInBody = false;

    public void BeforeReceive()
    {
        if (_isInBody)
        {
            _startedAt = Environment.TickCount64;
            deadline.Set(limits.TransferTimeout - _waited);
        }
    }

    public void AfterReceive(int count)
    {
        if (!_isInBody)
        {
            return;
        }

        deadline.Clear();
        _received += count;
        _waited += TimeSpan.FromMilliseconds(Environment.TickCount64 - _startedAt);
        if (_received >= limits.TransferWindowSize)
        {
            _received = 0;
            _waited = TimeSpan.Zero;
        }
    }
}
