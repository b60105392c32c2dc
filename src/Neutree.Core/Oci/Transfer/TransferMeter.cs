namespace Neutree.Core.Oci.Transfer;

/// <summary>
/// Takes progress reports from any thread, as often as they come, and says how far the run is when a display asks: pace, time left, the
/// blobs in work.
/// </summary>
public sealed class TransferMeter : IProgress<TransferProgress>
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SampleSpacing = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly Dictionary<(string Image, string Blob), LayerSnapshot> _layers = [];
    private readonly Queue<(long Time, long Moved)> _samples = new();
    private long _lastSample;
    private long _moved;
    private long _done;
    private long _total;

    public TransferMeter(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _lastSample = _clock.GetTimestamp();
        _samples.Enqueue((_lastSample, 0));
    }

    public void Report(TransferProgress value)
    {
        lock (_gate)
        {
            (string, string) key = (value.Image, value.Blob);
            LayerSnapshot? known = _layers.GetValueOrDefault(key);

            // A retried blob starts again from a smaller number: its bytes move twice, but never backwards.
            _moved += Math.Max(0, value.BytesDone - (known?.BytesDone ?? 0));
            _done = value.RunBytesDone;
            _total = value.RunBytesTotal;
            if (value.Completed)
            {
                _layers.Remove(key);
            }
            else
            {
                _layers[key] = new LayerSnapshot(known?.Slot ?? FreeSlot(), value.Image, value.Blob, value.BytesDone, value.BytesTotal);
            }

            Sample();
        }
    }

    public TransferSnapshot Read()
    {
        lock (_gate)
        {
            long now = _clock.GetTimestamp();
            while (_samples.Count > 1 && _clock.GetElapsedTime(_samples.Peek().Time, now) > Window)
            {
                _samples.Dequeue();
            }

            (long time, long moved) = _samples.Peek();
            double seconds = _clock.GetElapsedTime(time, now).TotalSeconds;
            long pace = seconds < 0.2 ? 0 : (long)((_moved - moved) / seconds);
            TimeSpan? left = pace <= 0 ? null : TimeSpan.FromSeconds(Math.Max(0, _total - _done) / (double)pace);
            return new TransferSnapshot(_done, _total, pace, left, [.. _layers.Values.OrderBy(layer => layer.Slot)]);
        }
    }

    private void Sample()
    {
        long now = _clock.GetTimestamp();
        if (_clock.GetElapsedTime(_lastSample, now) >= SampleSpacing)
        {
            _lastSample = now;
            _samples.Enqueue((now, _moved));
        }
    }

    private int FreeSlot()
    {
        int slot = 0;
        while (_layers.Values.Any(layer => layer.Slot == slot))
        {
            slot++;
        }

        return slot;
    }
}
