using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Progress;

/// <summary>A line at intervals, for logs.</summary>
internal sealed class LineProgress : IProgressView
{
    private readonly TextWriter _writer;
    private readonly TimeSpan _interval;

    public LineProgress(TextWriter writer, TimeSpan interval)
    {
        _writer = writer;
        _interval = interval;
    }

    public async Task ShowAsync(string activity, TransferMeter meter, Task work)
    {
        using PeriodicTimer timer = new(_interval);
        while (true)
        {
            Task tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(work, tick).ConfigureAwait(false) == work)
            {
                return;
            }

            TransferSnapshot snapshot = meter.Read();
            if (snapshot.BytesTotal > 0)
            {
                await _writer.WriteLineAsync($"{activity}: {snapshot}").ConfigureAwait(false);
            }
        }
    }
}
