using Neutree.Core.Helm.Releases;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.ControlPlane;

/// <summary>Sees what happens while a control plane is installed, restored or removed. Calls come one at a time, from any thread.</summary>
public interface IControlPlaneObserver
{
    /// <summary>Images on their way to the engine or the registry.</summary>
    IProgress<TransferProgress> Transfer { get; }

    /// <summary>What is done next, in a few words.</summary>
    void Step(string what);

    /// <summary>A line that a program which is run prints.</summary>
    void ProgramOutput(string line);

    /// <summary>The last lines of the log of a service that failed, oldest first.</summary>
    void ServiceLog(string service, IReadOnlyList<string> lines);

    /// <summary>The services as they are now; called again whenever one changes.</summary>
    void Services(IReadOnlyList<ControlPlaneService> services);

    /// <summary>Under what-if: a file that would be written, rendered; the first is the main one.</summary>
    void WouldWrite(string path, string text);

    /// <summary>Under what-if: a command that would be run.</summary>
    void WouldRun(string command);

    /// <summary>Under what-if: an object of a release and what would become of it; one that stays as it is too.</summary>
    void WouldChange(ReleaseDifference difference);
}
