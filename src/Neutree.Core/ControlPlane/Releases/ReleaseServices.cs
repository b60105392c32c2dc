using System.Globalization;
using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>The workloads of a release as services: how far each is, and what keeps one from being ready.</summary>
/// <param name="client">The cluster.</param>
/// <param name="logger">Hears of kinds that are gone.</param>
internal sealed class ReleaseServices(IKubernetesClient client, ILogger logger)
{
    private const int AtATime = 8;

    private static readonly KstatusJudge Judge = new(waitForJobs: true);

    public async Task<IReadOnlyList<ControlPlaneService>> ReadAsync(Release release, CancellationToken cancellationToken)
    {
        IReadOnlyList<ManifestObject> objects = await new ManifestReader(client, release.Namespace, logger).ReadEarlierAsync(release.Manifest, cancellationToken).ConfigureAwait(false);
        List<ControlPlaneService> services = [];
        foreach (ManifestObject[] some in objects.Where(static item => IsWorkload(item.Content.Kind)).Chunk(AtATime))
        {
            services.AddRange(await Task.WhenAll(some.Select(item => ReadAsync(release.Name, item.Reference, cancellationToken))).ConfigureAwait(false));
        }

        return services;
    }

    private static bool IsWorkload(string kind) => kind is "Deployment" or "StatefulSet" or "DaemonSet" or "Job";

    private async Task<ControlPlaneService> ReadAsync(string release, ObjectReference reference, CancellationToken cancellationToken)
    {
        ControlPlaneService service = new() { Component = release, Name = $"{reference.Kind}/{reference.Name}", Status = ServiceStatus.Missing };
        if (await client.GetAsync(reference, cancellationToken).ConfigureAwait(false) is not { } item)
        {
            return service;
        }

        Judgement judgement = Judge.Judge(item, NothingOwned.Instance, DateTimeOffset.UtcNow);
        bool isReady = judgement.State == ReadinessState.Ready;
        return service with
        {
            Status = ReleaseView.ServiceStatusOf(judgement.State, item.Kind),
            State = ReadyCount.Of(item),
            Image = Containers(item).Select(static container => container.Text("image")).FirstOrDefault() ?? "",
            Ports = [.. Containers(item).SelectMany(static container => container.Items("ports")).Select(Port)],
            Message = isReady ? "" : await FindTroubleAsync(item, cancellationToken).ConfigureAwait(false) ?? judgement.Message,
            CreatedAt = PodReadiness.CreatedAt(item),
        };
    }

    private async Task<string?> FindTroubleAsync(KubernetesObject workload, CancellationToken cancellationToken)
    {
        ObjectFields labels = workload.Fields.Fields("spec").Fields("selector").Fields("matchLabels");
        if (!labels.IsPresent)
        {
            return null;
        }

        ObjectQuery query = new("v1", "Pod")
        {
            Namespace = workload.Namespace,
            LabelSelector = string.Join(',', labels.Names.Select(name => $"{name}={labels.Text(name)}")),
        };
        await foreach (KubernetesObject pod in client.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (PodTrouble.Of(pod, mayCrash: workload.Kind == "Job") is { } trouble)
            {
                return trouble.Message;
            }
        }

        return null;
    }

    private static IEnumerable<ObjectFields> Containers(KubernetesObject item) => item.Fields.Fields("spec").Fields("template").Fields("spec").Items("containers");

    private static string Port(ObjectFields port) =>
        string.Create(CultureInfo.InvariantCulture, $"{port.Integer("containerPort")}/{(port.Text("protocol") is { Length: > 0 } protocol ? protocol : "TCP").ToLowerInvariant()}");

    /// <summary>The rules of workloads look at the workload alone.</summary>
    private sealed class NothingOwned : IOwnedObjects
    {
        public static NothingOwned Instance { get; } = new();

        public IEnumerable<KubernetesObject> OwnedBy(string ownerUid, string kind) => [];
    }
}
