namespace Neutree.Core.Helm.Releases.Records;

/// <summary>How the run of a hook goes (Helm 4.1 <c>HookPhase</c>).</summary>
internal static class HookPhases
{
    public const string Unknown = "Unknown";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
}
