using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>
/// Which kinds a server knows. A single kind costs one request for its version's list, all of them two on servers that aggregate
/// (1.26 and later), else one for each version. What was learnt is kept.
/// </summary>
internal sealed class ResourceDiscovery(ApiConnection connection, ILogger logger) : IDisposable
{
    private const string Aggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private readonly ConcurrentDictionary<string, IReadOnlyList<ApiResource>> _byVersion = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _askingForOne = new(1);
    private readonly SemaphoreSlim _askingForAll = new(1);
    private volatile IReadOnlyList<ApiResource>? _all;

    /// <summary>The resource of a kind, asked for again where it isn't known; null where the server doesn't know it either.</summary>
    public async Task<ApiResource?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        if (Known(apiVersion, kind) is { } known)
        {
            return known;
        }

        await _askingForOne.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Known(apiVersion, kind) is { } found)
            {
                return found;
            }

            if (await ListAsync(apiVersion, cancellationToken).ConfigureAwait(false) is not { } resources)
            {
                return null;
            }

            _byVersion[apiVersion] = resources;
            ApiResource? learnt = Known(apiVersion, kind);
            if (learnt is not null && _all?.Any(known => known.ApiVersion == apiVersion && known.Kind == kind) == false)
            {
                // A definition that came to be after all were listed belongs to them too.
                _all = null;
            }

            return learnt;
        }
        finally
        {
            _askingForOne.Release();
        }
    }

    public async Task<IReadOnlyList<ApiResource>> AllAsync(CancellationToken cancellationToken)
    {
        await _askingForAll.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_all is not { } all)
            {
                IReadOnlyList<ApiResource>[] parts = await Task.WhenAll(RootAsync("/api", cancellationToken), RootAsync("/apis", cancellationToken)).ConfigureAwait(false);
                all = [.. parts.SelectMany(part => part)];
                foreach (IGrouping<string, ApiResource> version in all.GroupBy(resource => resource.ApiVersion))
                {
                    _byVersion[version.Key] = [.. version];
                }

                _all = all;
            }

            return all;
        }
        finally
        {
            _askingForAll.Release();
        }
    }

    public void Dispose()
    {
        _askingForOne.Dispose();
        _askingForAll.Dispose();
    }

    private static ApiRequest Get(string path) => new(HttpMethod.Get, path) { IsRepeatable = true };

    private ApiResource? Known(string apiVersion, string kind) =>
        _byVersion.TryGetValue(apiVersion, out IReadOnlyList<ApiResource>? resources) ? resources.FirstOrDefault(resource => resource.Kind == kind) : null;

    private async Task<IReadOnlyList<ApiResource>> RootAsync(string path, CancellationToken cancellationToken)
    {
        ApiRequest request = Get(path) with { Accept = Aggregated };
        KubernetesObject answer = ObjectReading.Read((await connection.SendAsync(request, cancellationToken).ConfigureAwait(false)).Body, request, connection.Server);
        if (answer.Kind == "APIGroupDiscoveryList")
        {
            return DiscoveryReader.Aggregated(answer, stale => logger.LogWarning("The cluster doesn't know the kinds of {Version} at the moment", stale));
        }

        IReadOnlyList<ApiResource>[] lists = await Task.WhenAll(DiscoveryReader.Versions(answer).Select(version => ListOrWarnAsync(version, cancellationToken))).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];
    }

    /// <summary>A version whose server is down (an aggregated API without its pods) is no reason to know nothing of the others.</summary>
    private async Task<IReadOnlyList<ApiResource>> ListOrWarnAsync(string apiVersion, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(apiVersion, cancellationToken).ConfigureAwait(false) ?? [];
        }
        catch (KubernetesException error) when (error.Kind is ErrorKind.ServerFault or ErrorKind.Timeout)
        {
            logger.LogWarning("The cluster doesn't know the kinds of {Version} at the moment: {Reason}", apiVersion, error.Message);
            return [];
        }
    }

    /// <summary>Null where there is no such version.</summary>
    private async Task<IReadOnlyList<ApiResource>?> ListAsync(string apiVersion, CancellationToken cancellationToken)
    {
        if (apiVersion.Length == 0)
        {
            return null;
        }

        string[] parts = [.. apiVersion.Split('/', 2).Select(Uri.EscapeDataString)];
        ApiRequest request = Get(parts.Length == 1 ? $"/api/{parts[0]}" : $"/apis/{parts[0]}/{parts[1]}");
        try
        {
            ApiAnswer answer = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return DiscoveryReader.List(ObjectReading.Read(answer.Body, request, connection.Server), apiVersion);
        }
        catch (KubernetesException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
