using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>Waits until the objects of a release are ready, where that is wanted.</summary>
/// <param name="client">The cluster.</param>
/// <param name="options">Whether, how and how long.</param>
/// <param name="mustWait">Wait even where the options don't say so.</param>
/// <param name="logger">Hears what can't be watched.</param>
internal sealed class ReadinessWait(IKubernetesClient client, ReleaseActionOptions options, bool mustWait, ILogger logger)
{
    /// <summary>Gets a row whenever an object's state changes.</summary>
    public IProgress<ReadinessStatus>? Rows { get; init; }

    /// <summary>Gets the cluster's warnings and the output of containers that fail.</summary>
    public IProgress<ReadinessNote>? Notes { get; init; }

    /// <exception cref="KubernetesException">Something can't become ready, or isn't in time.</exception>
    public async Task RunAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        ObjectReference[] waited = [.. objects.Where(static item => !item.IsNamedByServer).Select(static item => item.Reference)];
        if ((options.Wait == ReleaseWait.None && !mustWait) || waited.Length == 0)
        {
            return;
        }

        ReadinessOptions readiness = new()
        {
            Objects = waited,
            Rules = options.Wait == ReleaseWait.Legacy ? ReadinessRules.Legacy : ReadinessRules.Kstatus,
            WaitForJobs = options.WaitForJobs,
            Timeout = options.Timeout,
            Notes = Notes,
        };
        await foreach (ReadinessStatus row in new ReadinessWatcher(client, logger).WatchAsync(readiness, cancellationToken).ConfigureAwait(false))
        {
            logger.LogDebug("{Object}: {State} {Ready} {Message}", row.Object, row.State, row.Ready, row.Message);
            Rows?.Report(row);
        }
    }
}
