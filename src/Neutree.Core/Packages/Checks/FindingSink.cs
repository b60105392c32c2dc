using System.Threading.Channels;

namespace Neutree.Core.Packages.Checks;

/// <summary>Collects what a check finds.</summary>
internal sealed class FindingSink(string path, ChannelWriter<PackageFinding> findings)
{
    private const int MaxFindings = 10_000;
    private readonly HashSet<string> _errors = [];
    private int _count;

    public int Errors { get; private set; }

    public bool HasError(string id)
    {
        lock (findings)
        {
            return _errors.Contains(id);
        }
    }

    public void Error(string id, string entry, string message) => Add(FindingSeverity.Error, id, entry, message);

    public void Warning(string id, string entry, string message) => Add(FindingSeverity.Warning, id, entry, message);

    public void Information(string id, string entry, string message) => Add(FindingSeverity.Information, id, entry, message);

    /// <summary>A failure is a finding too: what can't be read isn't sound.</summary>
    public void Error(NeutreeException failure, string entry) => Error(failure.ErrorId, entry, failure.Message);

    private void Add(FindingSeverity severity, string id, string entry, string message)
    {
        lock (findings)
        {
            if (severity == FindingSeverity.Error)
            {
                Errors++;
                _errors.Add(id);
            }

            if (++_count <= MaxFindings)
            {
                findings.TryWrite(new PackageFinding { Severity = severity, Id = id, Entry = entry, Message = message, Path = path });
            }
        }
    }
}
