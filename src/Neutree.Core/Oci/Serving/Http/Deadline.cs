namespace Neutree.Core.Oci.Serving.Http;

/// <summary>
/// The moment by which a connection's current step must end. A watchdog asks; so no step needs a timer of its own.
/// </summary>
internal sealed class Deadline
{
    private long _ticks = long.MaxValue;

    public bool HasPassed => Environment.TickCount64 >= Interlocked.Read(ref _ticks);

    public void Set(TimeSpan fromNow) => Interlocked.Exchange(ref _ticks, Environment.TickCount64 + (long)fromNow.TotalMilliseconds);

    public void Clear() => Interlocked.Exchange(ref _ticks, long.MaxValue);
}
