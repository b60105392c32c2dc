using Neutree.Cli.Output;
using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Progress;

/// <summary>
/// What happens to a control plane, on standard error: on a terminal a table of the services that is drawn over itself, elsewhere a line for each change
/// of one. Under what-if the main file goes to standard output.
/// </summary>
/// <param name="output">Standard output.</param>
/// <param name="errors">Standard error.</param>
/// <param name="isTerminal">Whether the latter is a terminal that nothing else writes to.</param>
internal sealed class ControlPlaneDisplay(TextWriter output, TextWriter errors, bool isTerminal) : IControlPlaneObserver, IProgress<TransferProgress>
{
    private const int NarrowestTable = 40;
    private const int FewestRows = 5;

    private static readonly TimeSpan DrawingInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _said = [];
    private readonly LiveLines _live = new(errors);
    private DateTimeOffset _lastTransfer = DateTimeOffset.UtcNow;
    private bool _hasMain;

    public IProgress<TransferProgress> Transfer => this;

    public void Step(string what) => Say(what);

    public void ProgramOutput(string line) => Say(line);

    public void ServiceLog(string service, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
        {
            Say($"{service} | {line}");
        }
    }

    public void Report(TransferProgress value)
    {
        lock (_gate)
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            if (value.RunBytesDone < value.RunBytesTotal && now - _lastTransfer < (isTerminal ? DrawingInterval : LineInterval))
            {
                return;
            }

            _lastTransfer = now;
            string text = $"  {ByteSize.Format(value.RunBytesDone)} of {ByteSize.Format(value.RunBytesTotal)}";
            if (isTerminal)
            {
                _live.Draw([text], Width);
            }
            else
            {
                errors.WriteLine(text);
            }
        }
    }

    public void Services(IReadOnlyList<ControlPlaneService> services)
    {
        lock (_gate)
        {
            if (isTerminal)
            {
                _live.Draw(Table(services), Width);
                return;
            }

            foreach (ControlPlaneService service in services)
            {
                string now = $"{service.Name}: {ServiceText.Status(service)}{(service.Message.Length > 0 ? $" ({service.Message})" : "")}";
                bool isNews = _said.TryGetValue(service.Name, out string? before)
                    ? before != now

                    // What is so from the start isn't a change.
                    : service.Status is not (ServiceStatus.Ready or ServiceStatus.Completed or ServiceStatus.Missing);
                _said[service.Name] = now;
                if (isNews)
                {
                    errors.WriteLine(now);
                }
            }
        }
    }

    public void WouldWrite(string path, string text)
    {
        if (_hasMain)
        {
            Say($"# {path}\n{text}");
            return;
        }

        _hasMain = true;
        output.WriteLine(text);
        output.Flush();
    }

    public void WouldChange(ReleaseDifference difference)
    {
        if (difference.Change != ObjectChange.None)
        {
            output.WriteLine(DifferenceText.Of(difference));
            output.Flush();
        }
    }

    public void WouldRun(string command) => Say($"# would run: {command}");

    private static int Width => Math.Max(NarrowestTable, Console.WindowWidth);

    private void Say(string text)
    {
        lock (_gate)
        {
            _live.Leave();
            errors.WriteLine(text);
        }
    }

    private static List<string> Table(IReadOnlyList<ControlPlaneService> services)
    {
        int rows = Math.Max(FewestRows, Console.WindowHeight - 1);
        int name = services.Select(static service => service.Name.Length).DefaultIfEmpty().Max();
        if (services.Count <= rows)
        {
            return [.. services.Select(Row)];
        }

        // A table that is higher than the terminal can't be drawn over: those that are waited for are shown.
        ControlPlaneService[] waiting = [.. services.Where(static service => service.Status is not (ServiceStatus.Ready or ServiceStatus.Completed))];
        return [.. waiting.Take(rows - 1).Select(Row), $"  {services.Count - waiting.Length} of {services.Count} are ready"];

        string Row(ControlPlaneService service) =>
            $"  {service.Name.PadRight(name)}  {ServiceText.Status(service),-9}  {service.State,-6} {ServiceText.Age(service, DateTimeOffset.UtcNow),-4} {service.Health} {service.Message.ReplaceLineEndings(" ")}".TrimEnd();
    }
}
