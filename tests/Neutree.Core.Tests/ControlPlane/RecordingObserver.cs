using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Tests.ControlPlane;

/// <summary>Keeps what it sees.</summary>
internal sealed class RecordingObserver : IControlPlaneObserver, IProgress<TransferProgress>
{
    private readonly Lock _gate = new();

    private event Action<IReadOnlyList<ControlPlaneService>>? Seen;

    public IProgress<TransferProgress> Transfer => this;

    public List<string> Steps { get; } = [];

    public List<string> Output { get; } = [];

    public Dictionary<string, IReadOnlyList<string>> Logs { get; } = [];

    public List<IReadOnlyList<ControlPlaneService>> Tables { get; } = [];

    public List<(string Path, string Text)> Files { get; } = [];

    public List<string> Commands { get; } = [];

    public List<ReleaseDifference> Changes { get; } = [];

    public void Report(TransferProgress value)
    {
    }

    public void Step(string what) => Keep(Steps, what);

    public void ProgramOutput(string line) => Keep(Output, line);

    public void ServiceLog(string service, IReadOnlyList<string> lines) => Logs[service] = lines;

    public void Services(IReadOnlyList<ControlPlaneService> services)
    {
        Keep(Tables, services);
        Seen?.Invoke(services);
    }

    /// <summary>Ends when services of that kind were shown, before or after the call.</summary>
    public async Task SeesAsync(Func<IReadOnlyList<ControlPlaneService>, bool> wanted)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(IReadOnlyList<ControlPlaneService> services)
        {
            if (wanted(services))
            {
                seen.TrySetResult();
            }
        }

        Seen += Look;
        lock (_gate)
        {
            Tables.ForEach(Look);
        }

        await seen.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Seen -= Look;
    }

    public void WouldWrite(string path, string text) => Keep(Files, (path, text));

    public void WouldRun(string command) => Keep(Commands, command);

    public void WouldChange(ReleaseDifference difference) => Keep(Changes, difference);

    private void Keep<T>(List<T> list, T item)
    {
        lock (_gate)
        {
            list.Add(item);
        }
    }
}
