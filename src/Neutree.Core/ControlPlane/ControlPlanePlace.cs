namespace Neutree.Core.ControlPlane;

/// <summary>Where a control plane is or will be; what of this counts is the deploy method's matter.</summary>
public sealed record ControlPlanePlace
{
    public DeployMethod Method { get; init; }

    /// <summary>
    /// Folder of the rendered files, below which each component has its own; null: <c>NEUTREE_LAUNCH_WORK_DIR</c>, else
    /// <c>neutree-deploy</c> in the current folder (spec 4.1).
    /// </summary>
    public string? WorkingDirectory { get; init; }
}
