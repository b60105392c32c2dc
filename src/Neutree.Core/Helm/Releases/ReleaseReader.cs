using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Releases.Operations;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases;

/// <summary>Reads what releases there are and what their revisions hold (<c>helm list</c>, <c>status</c>, <c>history</c>, <c>get</c>). Changes nothing.</summary>
public sealed class ReleaseReader
{
    private readonly IKubernetesClient _client;
    private readonly ILogger _logger;

    /// <param name="client">The cluster.</param>
    /// <param name="logger">Hears of records that can't be read.</param>
    public ReleaseReader(IKubernetesClient client, ILogger? logger = null)
    {
        _client = client;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>The releases, each as its last revision left it, by namespace and name.</summary>
    /// <exception cref="KubernetesException">The cluster refuses, or can't be reached.</exception>
    public async IAsyncEnumerable<Release> ListAsync(ReleaseQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Of each release only the last revision is kept: all together may be large.
        SortedDictionary<(string Namespace, string Name), ReleaseRecord> latest = new();
        await foreach (ReleaseRecord record in Storage(query.Namespace).ListAsync(query.AllNamespaces, cancellationToken).ConfigureAwait(false))
        {
            (string Namespace, string Name) key = (record.Namespace, record.Name);
            if (IsNamed(record.Name, query.Name) && (!latest.TryGetValue(key, out ReleaseRecord? known) || known.Revision < record.Revision))
            {
                latest[key] = record;
            }
        }

        foreach (ReleaseRecord record in latest.Values)
        {
            if (query.Statuses.Count == 0 ? record.Status != ReleaseStatus.Uninstalled : query.Statuses.Contains(record.Status))
            {
                yield return Release.Of(record);
            }
        }
    }

    /// <summary>The names of releases, in order; their records aren't read.</summary>
    /// <param name="ns">Their namespace; null for the client's own.</param>
    /// <param name="allNamespaces">Those of all namespaces.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="KubernetesException">The cluster refuses, or can't be reached.</exception>
    public Task<IReadOnlyList<string>> FindNamesAsync(string? ns, bool allNamespaces, CancellationToken cancellationToken) =>
        Storage(ns).NamesAsync(allNamespaces, cancellationToken);

    /// <summary>A release as a revision left it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="ns">Its namespace; null for the client's own.</param>
    /// <param name="revision">The revision; null for the last.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="NeutreeException">There is no such release or revision, or the cluster refuses.</exception>
    public async Task<Release> GetAsync(string name, string? ns, int? revision, CancellationToken cancellationToken) =>
        Release.Of(await FindAsync(name, ns, revision, cancellationToken).ConfigureAwait(false));

    /// <summary>The values of a revision.</summary>
    /// <param name="name">The release's name.</param>
    /// <param name="ns">Its namespace; null for the client's own.</param>
    /// <param name="revision">The revision; null for the last.</param>
    /// <param name="all">With the chart's defaults; else only those that the user gave.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="NeutreeException">There is no such release or revision, or the cluster refuses.</exception>
    public async Task<GoMap> GetValuesAsync(string name, string? ns, int? revision, bool all, CancellationToken cancellationToken)
    {
        ReleaseRecord record = await FindAsync(name, ns, revision, cancellationToken).ConfigureAwait(false);
        return all ? ReleaseValues.All(record, _logger) : record.Config;
    }

    /// <summary>The revisions of a release, the oldest first.</summary>
    /// <exception cref="NeutreeException">There is no such release, or the cluster refuses.</exception>
    public async IAsyncEnumerable<ReleaseRevision> GetHistoryAsync(string name, string? ns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReleaseStorage storage = Storage(ns);
        IReadOnlyList<ReleaseRecord> history = await storage.HistoryAsync(name, cancellationToken).ConfigureAwait(false);
        if (history.Count == 0)
        {
            throw ReleaseErrors.NotFound(name, storage.Namespace);
        }

        foreach (ReleaseRecord record in history)
        {
            yield return ReleaseRevision.Of(record);
        }
    }

    private static bool IsNamed(string name, string? pattern) => string.IsNullOrEmpty(pattern) || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private async Task<ReleaseRecord> FindAsync(string name, string? ns, int? revision, CancellationToken cancellationToken)
    {
        ReleaseStorage storage = Storage(ns);
        IReadOnlyList<ReleaseRecord> history = await storage.HistoryAsync(name, cancellationToken).ConfigureAwait(false);
        return history.Count == 0 ? throw ReleaseErrors.NotFound(name, storage.Namespace)
            : revision is not { } wanted ? history[^1]
            : history.FirstOrDefault(record => record.Revision == wanted)
                ?? throw ReleaseErrors.RevisionNotFound(name, storage.Namespace, wanted, history.Select(static record => record.Revision));
    }

    private ReleaseStorage Storage(string? ns) => new(_client, string.IsNullOrEmpty(ns) ? _client.Namespace : ns, _logger, TimeProvider.System);
}
