using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>The records of releases in one namespace of a cluster (Helm 4.1 <c>storage.Storage</c> with the driver for Secrets).</summary>
/// <param name="client">The cluster.</param>
/// <param name="ns">The namespace of the releases.</param>
/// <param name="logger">Hears of records that can't be read and of those near the limit of size.</param>
/// <param name="time">The clock.</param>
internal sealed class ReleaseStorage(IKubernetesClient client, string ns, ILogger logger, TimeProvider time)
{
    private const string OwnedByHelm = "owner=helm";
    private const string Secret = "Secret";
    private const string ConfigMap = "ConfigMap";

    /// <summary>Records in one answer: each may have a mebibyte.</summary>
    private const int PageSize = 50;

    private static readonly WriteOptions Write = new() { FieldManager = "helm" };

    private readonly RecordPacker _packer = new(logger);

    public string Namespace => ns;

    /// <summary>All revisions of a release, the oldest first; none where there is no such release.</summary>
    /// <exception cref="KubernetesException">The cluster refuses, or can't be reached.</exception>
    public async Task<IReadOnlyList<ReleaseRecord>> HistoryAsync(string name, CancellationToken cancellationToken)
    {
        string selector = $"name={name},{OwnedByHelm}";
        List<ReleaseRecord> history = await FindAsync(Secret, selector, allNamespaces: false, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (history.Count == 0)
        {
            history = await FindAsync(ConfigMap, selector, allNamespaces: false, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        }

        return [.. history.OrderBy(static record => record.Revision)];
    }

    /// <summary>The records of all releases, revision by revision, in no order.</summary>
    /// <exception cref="KubernetesException">The cluster refuses, or can't be reached.</exception>
    public async IAsyncEnumerable<ReleaseRecord> ListAsync(bool allNamespaces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string kind in (IReadOnlyList<string>)[Secret, ConfigMap])
        {
            await foreach (ReleaseRecord record in FindAsync(kind, OwnedByHelm, allNamespaces, cancellationToken).ConfigureAwait(false))
            {
                yield return record;
            }
        }
    }

    /// <summary>The names of all releases, in order.</summary>
    /// <exception cref="KubernetesException">The cluster refuses, or can't be reached.</exception>
    public async Task<IReadOnlyList<string>> NamesAsync(bool allNamespaces, CancellationToken cancellationToken)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (string kind in (IReadOnlyList<string>)[Secret, ConfigMap])
        {
            ObjectQuery query = new("v1", kind) { Namespace = ns, AllNamespaces = allNamespaces, LabelSelector = OwnedByHelm, IsMetadataOnly = true };
            await foreach (KubernetesObject stored in client.ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                names.Add(stored.Text("metadata", "labels", "name"));
            }
        }

        names.Remove("");
        return [.. names];
    }

    /// <summary>Stores a new revision.</summary>
    /// <exception cref="ReleaseException">Somebody else stored that revision at the same time, or it is too large.</exception>
    public async Task CreateAsync(ReleaseRecord record, CancellationToken cancellationToken)
    {
        try
        {
            record.Stored = StorageObject.Describe(
                await client.CreateAsync(Object(record), Write, cancellationToken).ConfigureAwait(false));
        }
        catch (KubernetesException taken) when (taken.ErrorId == "Kubernetes.AlreadyExists")
        {
            throw new ReleaseException(
                "Release.InProgress",
                ErrorKind.AlreadyExists,
                $"revision {record.Revision} of release {record.Name} in namespace {ns} was stored by somebody else at the same time",
                taken)
            {
                Target = record.Name,
                Recommendation = "Look at the release's history, and run the command again when the other one is done.",
            };
        }
    }

    /// <summary>Stores what has become of a revision.</summary>
    /// <exception cref="ReleaseException">Somebody else changed it meanwhile: he took the release over.</exception>
    public async Task UpdateAsync(ReleaseRecord record, CancellationToken cancellationToken)
    {
        RequireSecret(record);
        try
        {
            record.Stored = StorageObject.Describe(
                await client.UpdateAsync(Object(record), Write, cancellationToken).ConfigureAwait(false));
        }
        catch (KubernetesException changed) when (changed.ErrorId == "Kubernetes.Conflict")
        {
            throw new ReleaseException(
                "Release.TakenOver",
                ErrorKind.AlreadyExists,
                $"revision {record.Revision} of release {record.Name} in namespace {ns} was changed by somebody else while it was in work",
                changed)
            {
                Target = record.Name,
                Recommendation = "Look at the release's history to see who goes on with it; don't run two commands on one release at a time.",
            };
        }
    }

    /// <summary>Deletes a revision's record; one that is gone already is no error.</summary>
    public async Task DeleteAsync(ReleaseRecord record, CancellationToken cancellationToken)
    {
        RequireSecret(record);
        ObjectReference reference = new("v1", Secret, StorageObject.NameOf(record.Name, record.Revision), ns);
        await client.DeleteAsync(reference, new DeletionOptions(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes room for one more revision: deletes the oldest beyond the limit, but never the one that is deployed.</summary>
    /// <param name="history">All revisions, the oldest first.</param>
    /// <param name="limit">How many to keep, the coming one included; 0 for all.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task PruneAsync(IReadOnlyList<ReleaseRecord> history, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
        {
            return;
        }

        int? deployed = history.LastOrDefault(static record => record.Status == ReleaseStatus.Deployed)?.Revision;
        int surplus = history.Count - (limit - 1);
        foreach (ReleaseRecord record in history.Where(record => record.Revision != deployed).Take(Math.Max(surplus, 0)))
        {
            await DeleteAsync(record, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RequireSecret(ReleaseRecord record)
    {
        if (record.Stored is { IsSecret: false } stored)
        {
            throw new ReleaseException(
                "Release.StoredElsewhere",
                ErrorKind.NotSupported,
                $"release {record.Name} in namespace {record.Namespace} is kept in {stored.Kind}s, which are only read")
            {
                Target = record.Name,
                Recommendation = "Change it with helm and HELM_DRIVER=configmap, or move its records into Secrets first.",
            };
        }
    }

    private KubernetesObject Object(ReleaseRecord record) => StorageObject.Write(
        record,
        _packer.Pack(record),
        ReleaseStatus.IsPending(record.Status) || record.Status == ReleaseStatus.Uninstalling ? ReleaseOwner.Current() : null,
        time.GetUtcNow());

    private async IAsyncEnumerable<ReleaseRecord> FindAsync(
        string kind, string selector, bool allNamespaces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectQuery query = new("v1", kind) { Namespace = ns, AllNamespaces = allNamespaces, LabelSelector = selector, PageSize = PageSize };
        await foreach (KubernetesObject stored in client.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (Read(stored) is { } record)
            {
                yield return record;
            }
        }
    }

    private ReleaseRecord? Read(KubernetesObject stored)
    {
        try
        {
            return StorageObject.Read(stored);
        }
        catch (InvalidDataException damage)
        {
            logger.LogWarning("{Object} holds no record that can be read, and is skipped: {Reason}", stored, damage.Message);
            return null;
        }
    }
}
