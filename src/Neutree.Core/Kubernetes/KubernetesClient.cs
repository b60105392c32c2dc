using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes.Configuration;
using Neutree.Core.Kubernetes.Requests;

namespace Neutree.Core.Kubernetes;

/// <summary>The client of this project, over HTTP/2 or 1.1 (docs/decisions/0030).</summary>
public sealed class KubernetesClient : IKubernetesClient
{
    private readonly ApiConnection _connection;
    private readonly ResourceDiscovery _discovery;
    private readonly ObjectPaths _paths;
    private readonly ILogger _logger;
    private readonly KubernetesEnvironment _environment;

    internal KubernetesClient(ClusterConnection connection, KubernetesClientOptions options, KubernetesEnvironment environment, ILogger logger)
    {
        _connection = new ApiConnection(connection, options, environment, logger);
        _discovery = new ResourceDiscovery(_connection, logger);
        _paths = new ObjectPaths(_discovery, connection.Namespace);
        _logger = logger;
        _environment = environment;
        Namespace = connection.Namespace;
    }

    public Uri Server => _connection.Server;

    public string Namespace { get; }

    /// <summary>Reads the configuration; nothing is asked of the cluster yet.</summary>
    /// <exception cref="KubernetesException">No cluster is configured, or its configuration is wrong.</exception>
    public static Task<KubernetesClient> ConnectAsync(KubernetesClientOptions options, ILogger logger, CancellationToken cancellationToken) =>
        ConnectAsync(options, new KubernetesEnvironment(), logger, cancellationToken);

    public async Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken)
    {
        KubernetesObject answer = await ReadAsync(new ApiRequest(HttpMethod.Get, "/version") { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        return new ServerVersion(answer.Text("gitVersion"), Number(answer.Text("major")), Number(answer.Text("minor")));
    }

    public Task<IReadOnlyList<ApiResource>> GetResourcesAsync(CancellationToken cancellationToken) => _discovery.AllAsync(cancellationToken);

    public Task<ApiResource?> FindResourceAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        _discovery.FindAsync(apiVersion, kind, cancellationToken);

    public async Task<KubernetesObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken)
    {
        if (await _paths.FindAsync(reference, "get", cancellationToken).ConfigureAwait(false) is not { } request)
        {
            return null;
        }

        try
        {
            return await ReadAsync(request with { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<KubernetesObject> ListAsync(
        ObjectQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectPages pages = new(_connection, await _paths.ForAsync(query, "list", cancellationToken).ConfigureAwait(false), query);
        while (await pages.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            foreach (KubernetesObject item in page)
            {
                yield return item;
            }
        }
    }

    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        ObjectQuery query, string? resourceVersion, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectWatch watch = new(_connection, await _paths.ForAsync(query, "watch", cancellationToken).ConfigureAwait(false), query, _environment, _logger);
        await foreach (WatchEvent happened in watch.RunAsync(resourceVersion, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    public async Task<KubernetesObject> CreateAsync(KubernetesObject content, WriteOptions options, CancellationToken cancellationToken)
    {
        ApiRequest request = await _paths.ForNewAsync(content, cancellationToken).ConfigureAwait(false);
        return await WriteAsync(request with { Method = HttpMethod.Post, IsRepeatable = options.DryRun }, content, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<KubernetesObject> UpdateAsync(KubernetesObject content, WriteOptions options, CancellationToken cancellationToken)
    {
        ApiRequest request = await _paths.ForAsync(content.Reference, "update", cancellationToken).ConfigureAwait(false);
        return await WriteAsync(request with { Method = HttpMethod.Put, IsRepeatable = options.DryRun }, content, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<KubernetesObject> ApplyAsync(KubernetesObject content, WriteOptions options, CancellationToken cancellationToken)
    {
        ApiRequest request = await _paths.ForAsync(content.Reference, "apply", cancellationToken).ConfigureAwait(false);

        // JSON is YAML; the server takes an apply under this type only.
        return await WriteAsync(
            request with { Method = HttpMethod.Patch, BodyType = new MediaTypeHeaderValue("application/apply-patch+yaml"), IsRepeatable = true },
            content,
            options,
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<KubernetesObject> PatchAsync(
        ObjectReference reference, PatchKind kind, object patch, WriteOptions options, CancellationToken cancellationToken)
    {
        ApiRequest request = await _paths.ForAsync(reference, "patch", cancellationToken).ConfigureAwait(false);
        return await ReadAsync(
            request with
            {
                Method = HttpMethod.Patch,
                Path = request.Path + WriteTail(options, isApply: false),
                Body = GoJson.EncodeRaw(patch).Memory,
                BodyType = new MediaTypeHeaderValue(kind switch
                {
                    PatchKind.Json => "application/json-patch+json",
                    PatchKind.Merge => "application/merge-patch+json",
                    _ => "application/strategic-merge-patch+json",
                }),
                IsRepeatable = kind == PatchKind.Merge || options.DryRun,
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(ObjectReference reference, DeletionOptions options, CancellationToken cancellationToken)
    {
        if (await _paths.FindAsync(reference, "delete", cancellationToken).ConfigureAwait(false) is not { } request)
        {
            return false;
        }

        try
        {
            _ = await _connection.SendAsync(
                request with { Method = HttpMethod.Delete, Body = GoJson.EncodeRaw(DeletionBody.Of(options)).Memory, IsRepeatable = true },
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (KubernetesException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    public async Task<Stream> OpenLogAsync(PodLogQuery query, CancellationToken cancellationToken)
    {
        ApiRequest request = await _paths.ForAsync(new ObjectReference("v1", "Pod", query.Pod, query.Namespace), "get", cancellationToken).ConfigureAwait(false);
        QueryText text = new QueryText()
            .Add("container", query.Container)
            .Add("follow", query.Follow)
            .Add("previous", query.Previous)
            .Add("tailLines", query.TailLines?.ToString(CultureInfo.InvariantCulture));
        ApiAnswer answer = await _connection.SendAsync(
            request with { Path = $"{request.Path}/log{text}", Resource = "pods/log", Accept = "*/*", IsRepeatable = true, IsStreamed = true },
            cancellationToken).ConfigureAwait(false);
        return answer.Stream!;
    }

    public async Task<IReadOnlyList<KubernetesEvent>> GetEventsAsync(ObjectReference reference, string? uid, CancellationToken cancellationToken)
    {
        List<KubernetesEvent> events = [];
        await foreach (KubernetesObject item in ListAsync(EventReader.Query(await _paths.PlaceAsync(reference, cancellationToken).ConfigureAwait(false), uid), cancellationToken).ConfigureAwait(false))
        {
            events.Add(EventReader.Read(item));
        }

        return [.. events.OrderBy(item => item.LastSeen)];
    }

    public async Task<AccessAnswer> CheckAccessAsync(AccessQuestion question, CancellationToken cancellationToken)
    {
        ApiRequest request = new(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        {
            Body = GoJson.EncodeRaw(AccessReview.Of(question)).Memory,
            IsRepeatable = true,
            Verb = "create",
            Resource = "selfsubjectaccessreviews.authorization.k8s.io",
        };
        return AccessReview.Read(await ReadAsync(request, cancellationToken).ConfigureAwait(false));
    }

    public void Dispose()
    {
        _discovery.Dispose();
        _connection.Dispose();
    }

    internal static async Task<KubernetesClient> ConnectAsync(
        KubernetesClientOptions options, KubernetesEnvironment environment, ILogger logger, CancellationToken cancellationToken)
    {
        ClusterConnection connection = await new ConnectionFinder(environment).FindAsync(options, cancellationToken).ConfigureAwait(false);
        return new KubernetesClient(connection, options, environment, logger);
    }

    private static int Number(string text) =>
        int.TryParse(text.AsSpan().TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    /// <summary>What follows an object's path.</summary>
    private static string WriteTail(WriteOptions options, bool isApply) => (options.Subresource is { } part ? "/" + part : "") + new QueryText()
        .Add("fieldManager", options.FieldManager)
        .Add("force", isApply && options.Force)
        .Add("fieldValidation", options.IsStrict ? "Strict" : null)
        .Add("dryRun", options.DryRun ? "All" : null);

    private Task<KubernetesObject> WriteAsync(ApiRequest request, KubernetesObject content, WriteOptions options, CancellationToken cancellationToken) =>
        ReadAsync(
            request with
            {
                Path = request.Path + WriteTail(options, isApply: request.Method == HttpMethod.Patch),
                Body = GoJson.EncodeRaw(content.Content).Memory,
            },
            cancellationToken);

    private async Task<KubernetesObject> ReadAsync(ApiRequest request, CancellationToken cancellationToken) =>
        ObjectReading.Read((await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false)).Body, request, Server);
}
