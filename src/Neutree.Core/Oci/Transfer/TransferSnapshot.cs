namespace Neutree.Core.Oci.Transfer;

/// <summary>How far a run is at one moment.</summary>
/// <param name="BytesDone">Source bytes done, skipped ones included.</param>
/// <param name="BytesTotal">Source bytes of the run; 0 before its plan is known.</param>
/// <param name="BytesPerSecond">Pace of the last seconds, skipped bytes left out; 0 before it can be told.</param>
/// <param name="TimeLeft">At that pace; null before it can be told.</param>
/// <param name="Layers">Blobs in work, by slot.</param>
public sealed record TransferSnapshot(
    long BytesDone,
    long BytesTotal,
    long BytesPerSecond,
    TimeSpan? TimeLeft,
    IReadOnlyList<LayerSnapshot> Layers)
{
    /// <summary>0 to 100.</summary>
    public int Percent => BytesTotal <= 0 ? 0 : (int)Math.Clamp(BytesDone * 100 / BytesTotal, 0, 100);

    /// <summary><c>1.2 GiB of 4.0 GiB, 96 MiB/s, 0:30 left</c>; what isn't known is left out.</summary>
    public override string ToString()
    {
        string text = $"{ByteSize.Format(BytesDone)} of {ByteSize.Format(BytesTotal)}";
        if (BytesPerSecond > 0)
        {
            text += $", {ByteSize.Format(BytesPerSecond)}/s";
        }

        return TimeLeft is { } left ? $"{text}, {FormatTime(left)} left" : text;
    }

    private static string FormatTime(TimeSpan time) =>
        time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss") : time.ToString(@"m\:ss");
}
