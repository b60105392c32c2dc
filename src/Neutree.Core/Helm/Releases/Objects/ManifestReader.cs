using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Kubernetes;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>Makes objects of the texts of manifests: lists are divided, namespaces filled in, and kinds looked up in the cluster.</summary>
/// <param name="client">The cluster.</param>
/// <param name="ns">The namespace of objects that name none.</param>
/// <param name="logger">Hears of objects of kinds that are gone.</param>
internal sealed class ManifestReader(IKubernetesClient client, string ns, ILogger logger)
{
    /// <summary>Kinds that the cluster will know when they are needed, because their definitions are installed first.</summary>
    public IReadOnlyList<ApiResource> Coming { get; init; } = [];

    /// <summary>The objects of a manifest that is to be applied.</summary>
    /// <exception cref="ReleaseException">A document is no object, or the cluster doesn't know its kind.</exception>
    public async Task<IReadOnlyList<ManifestObject>> ReadAsync(GoString manifest, CancellationToken cancellationToken)
    {
        List<ManifestObject> objects = [];
        Dictionary<ObjectKey, int> places = [];
        foreach (KubernetesObject content in Parse(manifest))
        {
            ApiResource resource = await FindAsync(content, cancellationToken).ConfigureAwait(false) ?? throw UnknownKind(content);
            ManifestObject item = Locate(content, resource);
            if (item.IsNamedByServer || places.TryAdd(item.Key, objects.Count))
            {
                objects.Add(item);
            }
            else
            {
                logger.LogWarning("the chart renders {Object} twice; the latter counts", item);
                objects[places[item.Key]] = item;
            }
        }

        return objects;
    }

    /// <summary>The objects of the manifest of an earlier revision. Kinds that the cluster knows no more have no objects left.</summary>
    /// <exception cref="ReleaseException">A document is no object.</exception>
    public async Task<IReadOnlyList<ManifestObject>> ReadEarlierAsync(GoString manifest, CancellationToken cancellationToken)
    {
        List<ManifestObject> objects = [];
        foreach (KubernetesObject content in Parse(manifest))
        {
            if (await FindAsync(content, cancellationToken).ConfigureAwait(false) is { } resource)
            {
                objects.Add(Locate(content, resource));
            }
            else
            {
                logger.LogWarning(
                    "{Object} of an earlier revision is of a kind ({ApiVersion}) that the cluster doesn't know any more; nothing is done about it", content, content.ApiVersion);
            }
        }

        return objects;
    }

    private static IEnumerable<KubernetesObject> Parse(GoString manifest)
    {
        foreach (GoString document in ManifestDocuments.Split(manifest))
        {
            KubernetesObject? content;
            try
            {
                content = KubernetesObject.Parse(document);
            }
            catch (YamlException error)
            {
                throw Invalid($"a document of the release's manifest can't be read: {error.Message}", error);
            }

            // Comments alone, as a template leaves them that renders to nothing.
            if (content is null)
            {
                continue;
            }

            foreach (KubernetesObject item in Flatten(content))
            {
                yield return item.ApiVersion.Length > 0 && item.Kind.Length > 0
                    ? item
                    : throw Invalid($"a document of the release's manifest names no kind (apiVersion \"{item.ApiVersion}\", kind \"{item.Kind}\", name \"{item.Name}\")");
            }
        }
    }

    private static IEnumerable<KubernetesObject> Flatten(KubernetesObject content) =>
        content.Kind.EndsWith("List", StringComparison.Ordinal) && content.Find("items") is GoSlice items
            ? items.OfType<GoMap>().SelectMany(item => Flatten(new KubernetesObject(WithKind(item, content))))
            : [content];

    /// <summary>Items of typed lists, such as a <c>RoleList</c>, needn't say what they are.</summary>
    private static GoMap WithKind(GoMap item, KubernetesObject list)
    {
        if (item.ContainsKey("kind") || list.Kind == "List")
        {
            return item;
        }

        GoMap copy = item.ShallowCopy();
        copy["apiVersion"] = (GoString)list.ApiVersion;
        copy["kind"] = (GoString)list.Kind[..^"List".Length];
        return copy;
    }

    private static ReleaseException UnknownKind(KubernetesObject content) => new(
        "Release.UnknownKind",
        ErrorKind.NotFound,
        $"the cluster doesn't know {content.Kind} of {content.ApiVersion}, which {content} of the chart is")
    {
        Target = content.ToString(),
        Recommendation = "Install the chart or operator that defines this kind first, or take a version of the chart made for this cluster.",
    };

    private static ReleaseException Invalid(string message, Exception? inner = null) =>
        new("Release.InvalidManifest", ErrorKind.InvalidData, message, inner)
        {
            Recommendation = "Correct the template that renders to it; neutree-cli chart template shows what each renders to.",
        };

    private async Task<ApiResource?> FindAsync(KubernetesObject content, CancellationToken cancellationToken) =>
        Coming.FirstOrDefault(resource => resource.ApiVersion == content.ApiVersion && resource.Kind == content.Kind)
        ?? await client.FindResourceAsync(content.ApiVersion, content.Kind, cancellationToken).ConfigureAwait(false);

    private ManifestObject Locate(KubernetesObject content, ApiResource resource) =>
        new(resource.IsNamespaced && content.Namespace is null ? ManifestObject.InNamespace(content, ns) : content, resource);
}
