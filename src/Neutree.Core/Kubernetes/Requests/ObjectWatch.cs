using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes.Configuration;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>
/// A watch that outlives its connections: one that ends is resumed at the last version seen, one that the server has forgotten begins with
/// a new list, of which only the differences are told. Once it has worked, it survives a server that is away for a while; who wants an end
/// cancels it.
/// </summary>
internal sealed class ObjectWatch(ApiConnection connection, ApiRequest request, ObjectQuery query, KubernetesEnvironment environment, ILogger logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(15);

    /// <summary>Versions of the objects there are, by namespace and name.</summary>
    private readonly Dictionary<(string? Namespace, string Name), string> _versions = [];
    private bool _hasWorked;
    private int _failures;

    public async IAsyncEnumerable<WatchEvent> RunAsync(string? resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? version = resourceVersion;
        bool isSynchronized = resourceVersion is not null;
        while (true)
        {
            if (version is null)
            {
                if (await TryAsync(ListAsync, cancellationToken).ConfigureAwait(false) is not { } list)
                {
                    continue;
                }

                foreach (WatchEvent difference in list.Differences)
                {
                    yield return difference;
                }

                version = list.Version;
                if (!isSynchronized)
                {
                    isSynchronized = true;
                    yield return new WatchEvent(WatchEventKind.Synchronized, null, version);
                }
            }

            string from = version;
            if (await TryAsync(token => OpenAsync(from, token), cancellationToken).ConfigureAwait(false) is not { } stream)
            {
                continue;
            }

            bool hasTold = false;
            await using (stream.ConfigureAwait(false))
            {
                while (await TryAsync(stream.NextAsync, cancellationToken).ConfigureAwait(false) is { } line)
                {
                    if (line.IsExpired)
                    {
                        version = null;
                        break;
                    }

                    hasTold = true;
                    _failures = 0;
                    version = line.Event.ResourceVersion;
                    Note(line.Event);
                    yield return line.Event;
                }
            }

            if (!hasTold)
            {
                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The result of a step; null where it failed in a way that may pass, or has nothing more.</summary>
    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T?>> step, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            T? result = await step(cancellationToken).ConfigureAwait(false);
            _hasWorked = true;
            return result;
        }
        catch (Exception error) when (MayPass(error) && _hasWorked && !cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("{What} is taken up again: {Reason}", request.What, error.Message);
            await PauseAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private static bool MayPass(Exception error) =>
        error is IOException or HttpRequestException
        || error is KubernetesException { Kind: ErrorKind.ConnectionFailed or ErrorKind.Timeout or ErrorKind.ServerFault or ErrorKind.LimitExceeded };

    private Task PauseAsync(CancellationToken cancellationToken)
    {
        TimeSpan delay = FirstDelay * Math.Pow(2, Math.Min(_failures++, 10)) * (1 + (0.25 * environment.Jitter()));
        return Task.Delay(delay < LongestDelay ? delay : LongestDelay, environment.Time, cancellationToken);
    }

    private async Task<WatchStart?> ListAsync(CancellationToken cancellationToken)
    {
        ObjectPages pages = new(connection, request with { Verb = "list" }, query);
        List<WatchEvent> differences = [];
        HashSet<(string?, string)> seen = [];
        while (await pages.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            foreach (KubernetesObject item in page)
            {
                seen.Add((item.Namespace, item.Name));
                if (!_versions.TryGetValue((item.Namespace, item.Name), out string? before))
                {
                    differences.Add(new WatchEvent(WatchEventKind.Added, item, item.ResourceVersion));
                }
                else if (before != item.ResourceVersion)
                {
                    differences.Add(new WatchEvent(WatchEventKind.Modified, item, item.ResourceVersion));
                }
            }
        }

        differences.AddRange(_versions.Keys.Where(key => !seen.Contains(key)).Select(key => new WatchEvent(WatchEventKind.Deleted, Vanished(key), pages.ResourceVersion)));
        foreach (WatchEvent difference in differences)
        {
            Note(difference);
        }

        return new WatchStart(pages.ResourceVersion, differences);
    }

    private async Task<WatchStream?> OpenAsync(string version, CancellationToken cancellationToken)
    {
        string path = request.Path + new QueryText()
            .Add("labelSelector", query.LabelSelector)
            .Add("fieldSelector", query.FieldSelector)
            .Add("watch", true)
            .Add("allowWatchBookmarks", true)
            .Add("resourceVersion", version);
        try
        {
            ApiAnswer answer = await connection.SendAsync(request with { Path = path, IsStreamed = true }, cancellationToken).ConfigureAwait(false);
            return new WatchStream(answer.Stream!, request, query, connection.Server);
        }
        catch (KubernetesException error) when (error.StatusCode == HttpStatusCode.Gone)
        {
            return WatchStream.Expired(request, query, connection.Server);
        }
    }

    private void Note(WatchEvent happened)
    {
        if (happened.Object is not { } item)
        {
            return;
        }

        if (happened.Kind == WatchEventKind.Deleted)
        {
            _versions.Remove((item.Namespace, item.Name));
        }
        else
        {
            _versions[(item.Namespace, item.Name)] = item.ResourceVersion;
        }
    }

    private KubernetesObject Vanished((string? Namespace, string Name) key)
    {
        GoMap metadata = new() { ["name"] = (GoString)key.Name };
        if (key.Namespace is { } ns)
        {
            metadata["namespace"] = (GoString)ns;
        }

        return new KubernetesObject(new GoMap { ["apiVersion"] = (GoString)query.ApiVersion, ["kind"] = (GoString)query.Kind, ["metadata"] = metadata });
    }

    private sealed record WatchStart(string Version, IReadOnlyList<WatchEvent> Differences);
}
