using System.Diagnostics;
using System.Management.Automation;
using Neutree.Core.Oci.Transfer;

namespace Neutree.PowerShell;

/// <summary>
/// Shows a run and the blobs in work as progress records: one for the run, below it one per slot. Draws ten times a second at most.
/// </summary>
internal sealed class ProgressDisplay
{
    private const int RunId = 4100;
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);

    private readonly string _activity;
    private readonly TransferMeter _meter;
    private readonly Dictionary<int, string> _shown = [];
    private long _lastDrawn;
    private bool _runShown;

    public ProgressDisplay(string activity, TransferMeter meter)
    {
        _activity = activity;
        _meter = meter;
    }

    public void Draw(Cmdlet cmdlet)
    {
        if (_lastDrawn != 0 && Stopwatch.GetElapsedTime(_lastDrawn) < Spacing)
        {
            return;
        }

        _lastDrawn = Stopwatch.GetTimestamp();
        TransferSnapshot snapshot = _meter.Read();
        if (snapshot.BytesTotal == 0 && snapshot.Layers.Count == 0)
        {
            return;
        }

        _runShown = true;
        cmdlet.WriteProgress(new ProgressRecord(RunId, _activity, snapshot.ToString())
        {
            PercentComplete = snapshot.Percent,
            SecondsRemaining = snapshot.TimeLeft is { } left ? (int)Math.Min(left.TotalSeconds, int.MaxValue) : -1,
        });
        HashSet<int> current = [];
        foreach (LayerSnapshot layer in snapshot.Layers)
        {
            current.Add(layer.Slot);
            string activity = $"{layer.Image}: {layer.Blob}";
            _shown[layer.Slot] = activity;
            cmdlet.WriteProgress(new ProgressRecord(LayerId(layer.Slot), activity, $"{ByteSize.Format(layer.BytesDone)} of {ByteSize.Format(layer.BytesTotal)}")
            {
                ParentActivityId = RunId,
                PercentComplete = layer.BytesTotal <= 0 ? -1 : (int)Math.Clamp(layer.BytesDone * 100 / layer.BytesTotal, 0, 100),
            });
        }

        foreach (int slot in _shown.Keys.Except(current).ToArray())
        {
            Complete(cmdlet, LayerId(slot), _shown[slot]);
            _shown.Remove(slot);
        }
    }

    /// <summary>Takes everything off the screen.</summary>
    public void Remove(Cmdlet cmdlet)
    {
        if (!_runShown)
        {
            return;
        }

        foreach ((int slot, string activity) in _shown)
        {
            Complete(cmdlet, LayerId(slot), activity);
        }

        Complete(cmdlet, RunId, _activity);
    }

    private static int LayerId(int slot) => RunId + 1 + slot;

    private static void Complete(Cmdlet cmdlet, int id, string activity) =>
        cmdlet.WriteProgress(new ProgressRecord(id, activity, "done") { RecordType = ProgressRecordType.Completed });
}
