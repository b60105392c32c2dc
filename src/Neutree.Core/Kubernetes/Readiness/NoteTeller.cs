using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Kubernetes.Requests;

namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>Tells the warnings about objects that aren't ready, and the last lines of containers that failed, once each and while one waits.</summary>
internal sealed class NoteTeller(IKubernetesClient client, ReadinessOptions options, ReadinessBoard board, DateTimeOffset start, ILogger logger)
{
    private const int MostWarnings = 2000;
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(10);

    /// <summary>What was noted shortly before the wait belongs to it: the objects were applied then.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(15);

    private readonly HashSet<FeedSource> _synchronized = [];
    private readonly Dictionary<string, KubernetesObject> _untold = new(StringComparer.Ordinal);
    private readonly HashSet<(string Pod, string Container, long Restarts)> _told = [];
    private readonly List<Task> _logs = [];

    public void Note(FeedItem item)
    {
        if (item.Source.Role != FeedRole.Warnings)
        {
            return;
        }

        if (item.Event.Kind == WatchEventKind.Synchronized)
        {
            _synchronized.Add(item.Source);
        }

        // A warning may come before the object that it is about.
        if (item.Event is { Kind: WatchEventKind.Added or WatchEventKind.Modified, Object: { } warning }
            && _untold.Count < MostWarnings
            && (_synchronized.Contains(item.Source) || EventReader.Read(warning).LastSeen >= start - Before))
        {
            _untold[warning.Uid] = warning;
        }
    }

    /// <summary>Tells what is new.</summary>
    public void Tell(CancellationToken cancellationToken)
    {
        if (options.Notes is not { } notes)
        {
            return;
        }

        HashSet<string> uids = [.. board.UidsInQuestion];
        foreach ((string uid, KubernetesObject warning) in _untold.Where(item => uids.Contains(item.Value.Text("involvedObject", "uid"))).ToArray())
        {
            _untold.Remove(uid);
            KubernetesEvent read = EventReader.Read(warning);
            notes.Report(new ReadinessNote(read.About, null, $"{read.Reason}: {read.Message}"));
        }

        if (options.LogLines > 0)
        {
            foreach (KubernetesObject pod in board.PodsInQuestion)
            {
                _logs.AddRange(PodTrouble.Containers(pod).Where(container => HasFailed(container) && IsNew(pod, container)).Select(container => TellLogAsync(notes, pod, container, cancellationToken)));
            }
        }
    }

    /// <summary>Waits for output that is still being read.</summary>
    public Task FinishAsync() => Task.WhenAll(_logs);

    private static bool IsWaiting(ObjectFields container) => container.Fields("state").Fields("waiting").Text("reason") == "CrashLoopBackOff";

    private static bool HasFailed(ObjectFields container) => IsWaiting(container) || (container.Fields("state").Fields("terminated").Integer("exitCode") ?? 0) != 0;

    private bool IsNew(KubernetesObject pod, ObjectFields container) => _told.Add((pod.Uid, container.Text("name"), container.Integer("restartCount") ?? 0));

    private async Task TellLogAsync(IProgress<ReadinessNote> notes, KubernetesObject pod, ObjectFields container, CancellationToken cancellationToken)
    {
        string name = container.Text("name");
        PodLogQuery query = new(pod.Name) { Namespace = pod.Namespace, Container = name, Previous = IsWaiting(container), TailLines = options.LogLines };
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LogPatience);
        try
        {
            using StreamReader log = new(await client.OpenLogAsync(query, limit.Token).ConfigureAwait(false), Encoding.UTF8);
            while (await log.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line)
            {
                notes.Report(new ReadinessNote(pod.Reference, name, line));
            }
        }
        catch (Exception error) when (error is KubernetesException or IOException or HttpRequestException or OperationCanceledException)
        {
            logger.LogDebug("The output of container {Container} of {Pod} can't be read: {Reason}", name, pod, error.Message);
        }
    }
}
