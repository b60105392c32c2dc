using Neutree.Core.Oci.Transfer;
using Spectre.Console;

namespace Neutree.Cli.Progress;

/// <summary>A bar for the run and one for each blob in work; cleared when the run ends.</summary>
internal sealed class BarProgress : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // A run that is over at once shouldn't flash a display.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(300);

    public async Task ShowAsync(string activity, TransferMeter meter, Task work)
    {
        if (await Task.WhenAny(work, Task.Delay(Delay)).ConfigureAwait(false) == work)
        {
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
            {
                ProgressTask run = context.AddTask(Markup.Escape(activity));
                Dictionary<int, ProgressTask> layers = [];
                while (!work.IsCompleted)
                {
                    Draw(meter.Read(), activity, run, layers, context);
                    await Task.WhenAny(work, Task.Delay(Interval)).ConfigureAwait(false);
                }
            })
            .ConfigureAwait(false);
    }

    private static void Draw(TransferSnapshot snapshot, string activity, ProgressTask run, Dictionary<int, ProgressTask> layers, ProgressContext context)
    {
        run.IsIndeterminate = snapshot.BytesTotal == 0;
        run.MaxValue = Math.Max(1, snapshot.BytesTotal);
        run.Value = snapshot.BytesDone;
        run.Description = Markup.Escape(snapshot.BytesTotal == 0 ? activity : $"{activity}: {snapshot}");
        HashSet<int> current = [];
        foreach (LayerSnapshot layer in snapshot.Layers)
        {
            current.Add(layer.Slot);
            string description = Markup.Escape($"  {Shorten(layer.Blob)} {ByteSize.Format(layer.BytesDone)} of {ByteSize.Format(layer.BytesTotal)}");
            if (!layers.TryGetValue(layer.Slot, out ProgressTask? bar))
            {
                bar = context.AddTask(description);
                layers[layer.Slot] = bar;
            }

            bar.Description = description;
            bar.MaxValue = Math.Max(1, layer.BytesTotal);
            bar.Value = layer.BytesDone;
        }

        foreach (int slot in layers.Keys.Except(current).ToArray())
        {
            context.RemoveTask(layers[slot]);
            layers.Remove(slot);
        }
    }

    private static string Shorten(string blob)
    {
        const int digestStart = 19;
        int hash = blob.IndexOf("sha256:", StringComparison.Ordinal);
        return hash >= 0 && blob.Length > hash + digestStart ? blob[..(hash + digestStart)] : blob;
    }
}
