namespace Neutree.Core.Kubernetes.Requests;

/// <summary>Where objects live on the server.</summary>
internal sealed class ObjectPaths(ResourceDiscovery discovery, string defaultNamespace)
{
    /// <summary>A request for one object, still without method; null where the server doesn't know its kind.</summary>
    public async Task<ApiRequest?> FindAsync(ObjectReference reference, string verb, CancellationToken cancellationToken)
    {
        if (await discovery.FindAsync(reference.ApiVersion, reference.Kind, cancellationToken).ConfigureAwait(false) is not { } resource)
        {
            return null;
        }

        if (reference.Name.Length == 0)
        {
            throw new KubernetesException("Kubernetes.Invalid", ErrorKind.InvalidData, $"{verb} of {resource} failed: the {reference.Kind} has no name")
            {
                Verb = verb,
                Resource = resource.ToString(),
                Recommendation = "Give it a metadata.name.",
            };
        }

        string? ns = NamespaceOf(resource, reference.Namespace);
        return Request(resource, ns, verb) with { Path = $"{Collection(resource, ns)}/{Uri.EscapeDataString(reference.Name)}", Name = reference.Name };
    }

    /// <summary>As <see cref="FindAsync"/>.</summary>
    /// <exception cref="KubernetesException">The server doesn't know the kind.</exception>
    public async Task<ApiRequest> ForAsync(ObjectReference reference, string verb, CancellationToken cancellationToken) =>
        await FindAsync(reference, verb, cancellationToken).ConfigureAwait(false) ?? throw ApiFailure.UnknownKind(reference.ApiVersion, reference.Kind, verb, reference.Name);

    /// <summary>A request that makes an object, still without method.</summary>
    /// <exception cref="KubernetesException">The server doesn't know the kind, or the object has no name and asks for none.</exception>
    public async Task<ApiRequest> ForNewAsync(KubernetesObject content, CancellationToken cancellationToken)
    {
        if (content.Name.Length == 0 && content.Text("metadata", "generateName").Length > 0)
        {
            return await ForAsync(new ObjectQuery(content.ApiVersion, content.Kind) { Namespace = content.Namespace }, "create", cancellationToken).ConfigureAwait(false);
        }

        ApiRequest request = await ForAsync(content.Reference, "create", cancellationToken).ConfigureAwait(false);
        return request with { Path = request.Path[..request.Path.LastIndexOf('/')] };
    }

    /// <summary>A request for all objects that a query is about, without its selectors.</summary>
    /// <exception cref="KubernetesException">The server doesn't know the kind.</exception>
    public async Task<ApiRequest> ForAsync(ObjectQuery query, string verb, CancellationToken cancellationToken)
    {
        ApiResource resource = await discovery.FindAsync(query.ApiVersion, query.Kind, cancellationToken).ConfigureAwait(false)
            ?? throw ApiFailure.UnknownKind(query.ApiVersion, query.Kind, verb, null);
        string? ns = query.AllNamespaces ? null : NamespaceOf(resource, query.Namespace);
        return Request(resource, ns, verb) with { Path = Collection(resource, ns), IsRepeatable = true };
    }

    /// <summary>The same reference with the namespace that it really has; none where its kind has none.</summary>
    public async Task<ObjectReference> PlaceAsync(ObjectReference reference, CancellationToken cancellationToken) =>
        await discovery.FindAsync(reference.ApiVersion, reference.Kind, cancellationToken).ConfigureAwait(false) is { } resource
            ? reference with { Namespace = NamespaceOf(resource, reference.Namespace) }
            : throw ApiFailure.UnknownKind(reference.ApiVersion, reference.Kind, "list", reference.Name);

    private static ApiRequest Request(ApiResource resource, string? ns, string verb) =>
        new(HttpMethod.Get, "") { Verb = verb, Resource = resource.ToString(), Namespace = ns };

    private static string Collection(ApiResource resource, string? ns)
    {
        string root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";
        return ns is null ? $"{root}/{resource.Plural}" : $"{root}/namespaces/{Uri.EscapeDataString(ns)}/{resource.Plural}";
    }

    private string? NamespaceOf(ApiResource resource, string? given) =>
        !resource.IsNamespaced ? null : string.IsNullOrEmpty(given) ? defaultNamespace : given;
}
