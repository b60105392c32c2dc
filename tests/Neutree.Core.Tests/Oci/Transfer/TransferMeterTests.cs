using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Tests.Oci.Transfer;

public sealed class TransferMeterTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Pace_and_time_left_come_from_bytes_that_moved()
    {
        TransferMeter meter = new(_clock);
        meter.Report(new TransferProgress("a", "layer 1", 0, 1000, 5000, 10_000));
        _clock.Advance(TimeSpan.FromSeconds(2));
        meter.Report(new TransferProgress("a", "layer 1", 1000, 1000, 6000, 10_000));

        TransferSnapshot snapshot = meter.Read();

        Assert.Equal((6000, 10_000, 500, TimeSpan.FromSeconds(8), 60),
            (snapshot.BytesDone, snapshot.BytesTotal, snapshot.BytesPerSecond, snapshot.TimeLeft!.Value, snapshot.Percent));
    }

    [Fact]
    public void A_retried_blob_never_makes_the_pace_negative()
    {
        TransferMeter meter = new(_clock);
        meter.Report(new TransferProgress("a", "layer 1", 800, 1000, 800, 1000));
        _clock.Advance(TimeSpan.FromSeconds(1));
        meter.Report(new TransferProgress("a", "layer 1", 0, 1000, 0, 1000));

        Assert.Equal(800, meter.Read().BytesPerSecond);
    }

    [Fact]
    public void Pace_forgets_what_is_older_than_its_window()
    {
        TransferMeter meter = new(_clock);
        meter.Report(new TransferProgress("a", "layer 1", 0, 1000, 0, 1000));
        _clock.Advance(TimeSpan.FromSeconds(1));
        meter.Report(new TransferProgress("a", "layer 1", 900, 1000, 900, 1000));
        _clock.Advance(TimeSpan.FromSeconds(20));

        TransferSnapshot snapshot = meter.Read();

        Assert.Equal((0L, (TimeSpan?)null), (snapshot.BytesPerSecond, snapshot.TimeLeft));
    }

    [Fact]
    public void A_layer_keeps_its_slot_and_frees_it_when_completed()
    {
        TransferMeter meter = new(_clock);
        meter.Report(new TransferProgress("a", "one", 1, 9, 1, 30));
        meter.Report(new TransferProgress("a", "two", 2, 9, 3, 30));
        meter.Report(new TransferProgress("a", "one", 9, 9, 11, 30) { Completed = true });
        meter.Report(new TransferProgress("a", "two", 3, 9, 12, 30));
        meter.Report(new TransferProgress("a", "three", 4, 9, 16, 30));

        Assert.Equal([new LayerSnapshot(0, "a", "three", 4, 9), new LayerSnapshot(1, "a", "two", 3, 9)], meter.Read().Layers);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 KiB")]
    [InlineData(3_565_158, "3.4 MiB")]
    [InlineData(851_443_712, "812 MiB")]
    [InlineData(1_073_741_824, "1.0 GiB")]
    public void Sizes_have_three_digits_at_most(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
