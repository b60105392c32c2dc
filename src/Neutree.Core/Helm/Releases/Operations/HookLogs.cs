using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>Passes on what the containers of a hook wrote. A log that can't be read doesn't fail the hook.</summary>
/// <param name="client">The cluster.</param>
/// <param name="lines">Gets the lines.</param>
/// <param name="logger">Hears of logs that can't be read.</param>
internal sealed class HookLogs(IKubernetesClient client, IProgress<PodLogLine> lines, ILogger logger)
{
    /// <summary>The logs of a pod, or of the pods of a job; other kinds have none.</summary>
    public async Task ShowAsync(ManifestObject hook, CancellationToken cancellationToken)
    {
        ObjectQuery? query = hook.Content.Kind switch
        {
            "Job" => new ObjectQuery("v1", "Pod") { Namespace = hook.Reference.Namespace, LabelSelector = $"job-name={hook.Content.Name}" },
            "Pod" => new ObjectQuery("v1", "Pod") { Namespace = hook.Reference.Namespace, FieldSelector = $"metadata.name={hook.Content.Name}" },
            _ => null,
        };
        if (query is null)
        {
            return;
        }

        try
        {
            await foreach (KubernetesObject pod in client.ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                foreach (string container in Containers(pod))
                {
                    await ShowAsync(pod, container, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (KubernetesException refusal)
        {
            logger.LogWarning("the output of hook {Hook} can't be shown: {Reason}", hook, refusal.Message);
        }
    }

    private static IEnumerable<string> Containers(KubernetesObject pod) =>
        ((IEnumerable<string>)["initContainers", "containers"])
            .SelectMany(list => pod.Find("spec", list) as GoSlice ?? new GoSlice([]))
            .OfType<GoMap>()
            .Select(static container => (container["name"] as GoString)?.ToString() ?? "");

    private async Task ShowAsync(KubernetesObject pod, string container, CancellationToken cancellationToken)
    {
        PodLogQuery query = new(pod.Name) { Namespace = pod.Namespace, Container = container };
        using StreamReader reader = new(await client.OpenLogAsync(query, cancellationToken).ConfigureAwait(false), Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            lines.Report(new PodLogLine(pod.Name, container, line));
        }
    }
}
