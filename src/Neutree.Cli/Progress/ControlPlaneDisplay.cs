using Neutree.Cli.Output;
using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Progress;

/// <summary>
/// What happens to a control plane, on standard error: lines as they come, and on a terminal a table of the services that is drawn over
/// itself. Under what-if the main file goes to standard output.
/// </summary>
internal sealed class ControlPlaneDisplay(TextWriter output, TextWriter errors, bool isTerminal) : IControlPlaneObserver, IProgress<TransferProgress>
{
    private const int NarrowestTable = 40;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _said = [];
    private int _tableLines;
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
        if (value.Completed)
        {
            Say($"  {value.Blob}: {ByteSize.Format(value.RunBytesDone)} of {ByteSize.Format(value.RunBytesTotal)}");
        }
    }

    public void Services(IReadOnlyList<ControlPlaneService> services)
    {
        if (isTerminal)
        {
            lock (_gate)
            {
                DrawTable(services);
            }

            return;
        }

        foreach (ControlPlaneService service in services)
        {
            // How far a service is changes often; a log wants to know when it starts, is ready or fails.
            string now = ServiceText.Status(service);
            if (_said.GetValueOrDefault(service.Name) != now)
            {
                _said[service.Name] = now;
                Say($"{service.Name}: {now}{(service.Message.Length > 0 ? $" ({service.Message})" : "")}");
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

    private void Say(string text)
    {
        lock (_gate)
        {
            // Whatever is printed below a table makes the next one begin anew.
            _tableLines = 0;
            errors.WriteLine(text);
        }
    }

    private void DrawTable(IReadOnlyList<ControlPlaneService> services)
    {
        const string clearLine = "\u001b[2K";
        if (_tableLines > 0)
        {
            errors.Write($"\u001b[{_tableLines}A");
        }

        int name = services.Select(static service => service.Name.Length).DefaultIfEmpty().Max();
        int width = Math.Max(NarrowestTable, Console.WindowWidth - 1);
        foreach (ControlPlaneService service in services)
        {
            string line = $"  {service.Name.PadRight(name)}  {ServiceText.Status(service),-9}  {service.State,-6} {ServiceText.Age(service, DateTimeOffset.UtcNow),-4} {service.Health} {service.Message}".TrimEnd();
            errors.WriteLine(clearLine + (line.Length > width ? line[..(width - 1)] + '…' : line));
        }

        // A table that has become shorter leaves lines of the one before.
        for (int line = services.Count; line < _tableLines; line++)
        {
            errors.WriteLine(clearLine);
        }

        if (_tableLines > services.Count)
        {
            errors.Write($"\u001b[{_tableLines - services.Count}A");
        }

        _tableLines = services.Count;
    }
}
