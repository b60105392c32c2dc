namespace Neutree.Core.ControlPlane;

/// <summary>What can be launched by its own.</summary>
public enum ControlPlaneComponent
{
    /// <summary><c>neutree-core</c>: API, database, gateway, logs.</summary>
    NeutreeCore,

    /// <summary><c>obs-stack</c>: metrics and dashboards.</summary>
    ObsStack,
}
