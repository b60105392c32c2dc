namespace Neutree.Core.ControlPlane;

/// <summary>Where a control plane is or will be; what of this counts is the deploy method's matter.</summary>
public sealed record ControlPlanePlace
{
    /// <summary>What release and namespace are called where nobody says otherwise (spec 0.2).</summary>
    public const string DefaultName = "neutree";

    public DeployMethod Method { get; init; }

    /// <summary>
    /// Folder of the rendered files, below which each component has its own; null: <c>NEUTREE_LAUNCH_WORK_DIR</c>, else
    /// <c>neutree-deploy</c> in the current folder (spec 4.1).
    /// </summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Namespace of the release.</summary>
    public string Namespace { get; init; } = DefaultName;

    public string ReleaseName { get; init; } = DefaultName;

    /// <summary>Path of the kubeconfig; null: <c>KUBECONFIG</c>, then <c>~/.kube/config</c>, then the pod's own account.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Context of the kubeconfig; null: its current one.</summary>
    public string? Context { get; init; }

    /// <summary>Whether a cluster is taken that is older than what is supported (1.25).</summary>
    public bool AllowOldServer { get; init; }
}
