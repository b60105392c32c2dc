using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases;

/// <summary>How a release is uninstalled. See <see cref="ReleaseUninstaller"/>.</summary>
public sealed record ReleaseUninstallOptions : ReleaseActionOptions
{
    /// <summary>Keep the records, marked as uninstalled.</summary>
    public bool KeepHistory { get; init; }

    /// <summary>A release that isn't there is no error.</summary>
    public bool IgnoreNotFound { get; init; }

    public DeletionPropagation Propagation { get; init; } = DeletionPropagation.Background;
}
