namespace Neutree.Core.Kubernetes;

/// <summary>
/// One cluster's API, on behalf of one user. Objects are dynamic (<see cref="KubernetesObject"/>); which path an object lives at is found by
/// discovery from its version and kind. Safe for use by several callers at once.
/// </summary>
/// <remarks>Every member throws <see cref="KubernetesException"/> where a request fails for good, and <see cref="OperationCanceledException"/> when cancelled.</remarks>
public interface IKubernetesClient : IDisposable
{
    /// <summary>The API server, without anything secret: <c>https://10.0.0.1:6443</c>.</summary>
    Uri Server { get; }

    /// <summary>Where objects of namespaced kinds are looked for and made that name no namespace themselves.</summary>
    string Namespace { get; }

    Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>All kinds that the server knows, as discovery lists them; asked once and kept.</summary>
    Task<IReadOnlyList<ApiResource>> GetResourcesAsync(CancellationToken cancellationToken);

    /// <summary>The resource behind a kind. One that isn't known yet is asked for again, because its definition may just have been made.</summary>
    /// <param name="apiVersion"><c>apps/v1</c>; <c>v1</c> for the core group.</param>
    /// <param name="kind"><c>Deployment</c>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Null where the server doesn't know the kind.</returns>
    Task<ApiResource?> FindResourceAsync(string apiVersion, string kind, CancellationToken cancellationToken);

    /// <summary>The object as it is now.</summary>
    /// <returns>Null where there is none, or where the server doesn't know its kind.</returns>
    Task<KubernetesObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken);

    /// <summary>All objects that a query matches, page by page; where a continuation expired meanwhile, the rest is as it is now.</summary>
    IAsyncEnumerable<KubernetesObject> ListAsync(ObjectQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// What happens to the objects that a query matches, until it is cancelled. Without <paramref name="resourceVersion"/> it begins with
    /// <see cref="WatchEventKind.Added"/> for each object there is, then <see cref="WatchEventKind.Synchronized"/>. A watch that the server
    /// ends is resumed where it stopped; one that is too old (410) lists anew and tells only the differences, vanished objects included.
    /// </summary>
    /// <param name="query">Which objects.</param>
    /// <param name="resourceVersion">Tell only what happens after this version of a list or bookmark.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    IAsyncEnumerable<WatchEvent> WatchAsync(ObjectQuery query, string? resourceVersion, CancellationToken cancellationToken);

    /// <summary>Makes a new object; one with <c>metadata.generateName</c> instead of a name gets one.</summary>
    /// <returns>The object as it was stored.</returns>
    /// <exception cref="KubernetesException"><c>Kubernetes.AlreadyExists</c> where there is one of that name.</exception>
    Task<KubernetesObject> CreateAsync(KubernetesObject content, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Replaces an object. Where <c>metadata.resourceVersion</c> is given, only if it hasn't changed since.</summary>
    /// <exception cref="KubernetesException"><c>Kubernetes.Conflict</c> where it has.</exception>
    Task<KubernetesObject> UpdateAsync(KubernetesObject content, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Server-side apply: makes the object, or merges the fields given into it and takes out those that the same manager applied before and
    /// no longer gives.
    /// </summary>
    /// <exception cref="KubernetesException"><c>Kubernetes.FieldConflict</c> where other managers own fields with other values and <see cref="WriteOptions.Force"/> isn't set.</exception>
    Task<KubernetesObject> ApplyAsync(KubernetesObject content, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Changes an object by a patch.</summary>
    /// <param name="reference">Which object.</param>
    /// <param name="kind">The form of the patch.</param>
    /// <param name="patch">Its JSON value: a map for a merge patch, a slice of operations for a JSON patch.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<KubernetesObject> PatchAsync(ObjectReference reference, PatchKind kind, object patch, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Marks an object for deletion; finalizers and dependents may keep it for a while.</summary>
    /// <returns>False where there was none.</returns>
    Task<bool> DeleteAsync(ObjectReference reference, DeletionOptions options, CancellationToken cancellationToken);

    /// <summary>A container's output as it was written, as a stream to be disposed; with <see cref="PodLogQuery.Follow"/> it ends with the container.</summary>
    Task<Stream> OpenLogAsync(PodLogQuery query, CancellationToken cancellationToken);

    /// <summary>What the cluster's components noted about an object, oldest first.</summary>
    /// <param name="reference">Which object.</param>
    /// <param name="uid">Only about the object with this <c>metadata.uid</c>, not about one of the same name before it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<IReadOnlyList<KubernetesEvent>> GetEventsAsync(ObjectReference reference, string? uid, CancellationToken cancellationToken);

    /// <summary>Asks whether the user may do something, without doing it (<c>SelfSubjectAccessReview</c>).</summary>
    Task<AccessAnswer> CheckAccessAsync(AccessQuestion question, CancellationToken cancellationToken);
}
