using Neutree.Core.ControlPlane;

namespace Neutree.PowerShell.Completers;

/// <summary>The releases where control planes are by default.</summary>
public sealed class ControlPlaneReleaseCompleter : ReleaseNameCompleter
{
    private protected override string? DefaultNamespace => ControlPlanePlace.DefaultName;
}
