namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>What is known of the objects that are waited for and of what they own, and what follows from it.</summary>
internal sealed class ReadinessBoard : IOwnedObjects
{
    private readonly Dictionary<(string Group, string Kind, string? Namespace, string Name), TrackedObject> _tracked = [];
    private readonly Dictionary<string, KubernetesObject> _owned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _ownedByOwner = new(StringComparer.Ordinal);
    private readonly ReadinessOptions _options;
    private readonly IReadinessJudge _judge;
    private readonly DateTimeOffset _start;

    /// <param name="objects">What is waited for.</param>
    /// <param name="options">How.</param>
    /// <param name="start">The time.</param>
    public ReadinessBoard(IReadOnlyList<WatchedObject> objects, ReadinessOptions options, DateTimeOffset start)
    {
        _options = options;
        _start = start;
        _judge = options.Rules switch
        {
            ReadinessRules.Legacy => new LegacyJudge(options.WaitForJobs),
            ReadinessRules.Completion => new CompletionJudge(),
            _ => new KstatusJudge(options.WaitForJobs),
        };
        foreach (WatchedObject item in objects)
        {
            _tracked[Key(item.Reference)] = new TrackedObject(item);
        }
    }

    /// <summary>Whether every object is.</summary>
    public bool IsReady => _tracked.Values.All(item => item.IsReady);

    /// <summary>When a trouble will have lasted for too long; null where there is none.</summary>
    public DateTimeOffset? NextDue => _tracked.Values.Min(item => item.TroubleSince) + _options.Grace;

    /// <summary>Pods behind objects that aren't ready.</summary>
    public IEnumerable<KubernetesObject> PodsInQuestion => _tracked.Values.Where(item => !item.IsReady && item.Current is not null).SelectMany(item => Pods(item.Current!));

    /// <summary>The <c>uid</c>s of objects that aren't ready and of what they own.</summary>
    public IEnumerable<string> UidsInQuestion => _tracked.Values
        .Where(item => !item.IsReady && item.Current is not null)
        .SelectMany(item => OwnedBy(item.Current!.Uid, "ReplicaSet").Concat(Pods(item.Current)).Select(owned => owned.Uid).Prepend(item.Current.Uid));

    public void Note(FeedItem item)
    {
        if (item.Event is not { Kind: WatchEventKind.Added or WatchEventKind.Modified or WatchEventKind.Deleted, Object: { } changed })
        {
            return;
        }

        bool isGone = item.Event.Kind == WatchEventKind.Deleted;
        if (item.Source.Role == FeedRole.Objects && _tracked.TryGetValue(Key(changed.Reference), out TrackedObject? tracked))
        {
            tracked.Current = isGone ? null : changed;
        }
        else if (item.Source.Role == FeedRole.Owned)
        {
            NoteOwned(changed, isGone);
        }
    }

    /// <summary>Judges all objects anew.</summary>
    /// <returns>The rows that have changed.</returns>
    public IReadOnlyList<ReadinessStatus> Judge(DateTimeOffset now)
    {
        List<ReadinessStatus> changed = [];
        foreach (TrackedObject item in _tracked.Values)
        {
            item.Judge(item.Current is { } current ? _judge.Judge(current, this, now) : null, item.Current is null ? null : Trouble(item.Current), now);
            if (item.TakeChange() is { } row)
            {
                changed.Add(row);
            }
        }

        return changed;
    }

    /// <summary>Why the wait has to end without success; null where it can go on.</summary>
    public KubernetesException? Failure(DateTimeOffset now, DateTimeOffset deadline)
    {
        TrackedObject[] failed = [.. _tracked.Values.Where(item => !item.IsReady && (item.IsLost || item.TroubleSince + _options.Grace <= now))];
        if (failed.Length > 0)
        {
            return new KubernetesException("Kubernetes.CannotBecomeReady", ErrorKind.ServerFault, $"{string.Join("; ", failed.Select(item => $"{item.Reference} can't become ready: {item.Reason}"))}")
            {
                Target = failed[0].Reference.ToString(),
                Recommendation = "Correct what is named, and run the command again.",
            };
        }

        TrackedObject[] unready = now < deadline ? [] : [.. _tracked.Values.Where(item => !item.IsReady)];
        return unready.Length == 0 ? null : new KubernetesException(
            "Kubernetes.NotReadyInTime",
            ErrorKind.Timeout,
            $"not ready after {(deadline - _start).TotalSeconds:0} s: {string.Join("; ", unready.Select(item => $"{item.Reference}: {item.Reason}"))}")
        {
            Target = unready[0].Reference.ToString(),
            Recommendation = "Look at the pods and events of what isn't ready; give it more time with -Timeout.",
        };
    }

    public IEnumerable<KubernetesObject> OwnedBy(string ownerUid, string kind) =>
        _ownedByOwner.TryGetValue(ownerUid, out HashSet<string>? uids)
            ? uids.Select(uid => _owned.GetValueOrDefault(uid)).OfType<KubernetesObject>().Where(item => item.Kind == kind)
            : [];

    private static (string, string, string?, string) Key(ObjectReference reference) => (reference.Group, reference.Kind, reference.Namespace, reference.Name);

    private void NoteOwned(KubernetesObject changed, bool isGone)
    {
        if (isGone)
        {
            _owned.Remove(changed.Uid);
            return;
        }

        _owned[changed.Uid] = changed;
        foreach (ObjectFields owner in changed.Fields.Fields("metadata").Items("ownerReferences"))
        {
            if (!_ownedByOwner.TryGetValue(owner.Text("uid"), out HashSet<string>? uids))
            {
                _ownedByOwner[owner.Text("uid")] = uids = new HashSet<string>(StringComparer.Ordinal);
            }

            uids.Add(changed.Uid);
        }
    }

    private PodTrouble? Trouble(KubernetesObject item)
    {
        ObjectFields failure = ObjectConditions.Find(item, "ReplicaFailure");
        return failure.Text("status") == "True" ? new PodTrouble($"{failure.Text("reason")}: {failure.Text("message")}", IsFinal: false, IsActive: true)
            : Pods(item).Select(pod => PodTrouble.Of(pod, mayCrash: item.Kind == "Job")).OfType<PodTrouble>().OrderByDescending(trouble => trouble.IsFinal).ThenByDescending(trouble => trouble.IsActive).FirstOrDefault();
    }

    /// <summary>The pods that an object's newest state is made of: those of an earlier one may well be what an upgrade repairs.</summary>
    private IEnumerable<KubernetesObject> Pods(KubernetesObject item)
    {
        const string revision = "deployment.kubernetes.io/revision";
        IEnumerable<KubernetesObject> pods = item.Kind switch
        {
            "Pod" => [item],
            "Deployment" => OwnedBy(item.Uid, "ReplicaSet").Where(set => set.Annotation(revision) == item.Annotation(revision)).SelectMany(set => OwnedBy(set.Uid, "Pod")),
            "StatefulSet" when item.Text("status", "updateRevision") is { Length: > 0 } update =>
                OwnedBy(item.Uid, "Pod").Where(pod => pod.Label("controller-revision-hash") == update),
            _ => OwnedBy(item.Uid, "Pod"),
        };
        return pods.Where(pod => pod.Text("metadata", "deletionTimestamp").Length == 0);
    }
}
