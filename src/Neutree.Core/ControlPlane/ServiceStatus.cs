namespace Neutree.Core.ControlPlane;

/// <summary>What is to be thought of a service.</summary>
public enum ServiceStatus
{
    /// <summary>It is on its way.</summary>
    Starting,

    /// <summary>It runs and, where it has a health check, is healthy.</summary>
    Ready,

    /// <summary>It had one task and has done it.</summary>
    Completed,

    /// <summary>It runs, and its health check says no.</summary>
    Unhealthy,

    /// <summary>It ended, or couldn't be started.</summary>
    Failed,

    /// <summary>It isn't there.</summary>
    Missing,
}
