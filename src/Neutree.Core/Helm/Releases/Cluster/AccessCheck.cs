using System.Collections.Concurrent;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Cluster;

/// <summary>
/// Asks before anything is changed whether the user may do all that an action will do. Who may do everything, which is the usual case, is
/// asked once; else each right is asked for by kind and namespace.
/// </summary>
/// <param name="client">The cluster.</param>
internal sealed class AccessCheck(IKubernetesClient client)
{
    private const string All = "*";

    private readonly HashSet<AccessQuestion> _needs = [];

    /// <summary>The namespace of the release's own records is read and written.</summary>
    public AccessCheck NeedRecords(string ns) => Need("", "secrets", ns, "list", "create", "update", "delete");

    public AccessCheck Need(IEnumerable<ManifestObject> objects, params ReadOnlySpan<string> verbs)
    {
        foreach (ManifestObject item in objects)
        {
            Need(item.Resource.Group, item.Resource.Plural, item.Reference.Namespace, verbs);
        }

        return this;
    }

    public AccessCheck Need(string group, string resource, string? ns, params ReadOnlySpan<string> verbs)
    {
        foreach (string verb in verbs)
        {
            _needs.Add(new AccessQuestion(verb, group, resource) { Namespace = ns });
        }

        return this;
    }

    /// <exception cref="ReleaseException">Rights are missing; the message lists them.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        if (_needs.Count == 0 || await MayAllAsync(ns: null, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        ConcurrentBag<(AccessQuestion Need, string Reason)> missing = [];
        foreach (IGrouping<string?, AccessQuestion> place in _needs.GroupBy(static need => need.Namespace))
        {
            if (place.Key is not null && await MayAllAsync(place.Key, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            await Parallel.ForEachAsync(
                place,
                new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
                async (need, token) =>
                {
                    AccessAnswer answer = await client.CheckAccessAsync(need, token).ConfigureAwait(false);
                    if (!answer.IsAllowed)
                    {
                        missing.Add((need, answer.Reason));
                    }
                }).ConfigureAwait(false);
        }

        if (!missing.IsEmpty)
        {
            throw new ReleaseException(
                "Release.AccessDenied", ErrorKind.PermissionDenied, $"nothing was changed, because rights are missing on {client.Server}: {Describe([.. missing.Select(static item => item.Need)])}")
            {
                Target = client.Server.ToString(),
                Recommendation = "Have the cluster's administrator grant these rights by a Role and RoleBinding, or use another context of the kubeconfig.",
            };
        }
    }

    /// <summary><c>create, patch deployments.apps in namespace neutree; get nodes in the whole cluster</c>.</summary>
    private static string Describe(IReadOnlyList<AccessQuestion> missing) => string.Join(
        "; ",
        missing.GroupBy(static need => (need.Namespace, Resource: need.Group.Length == 0 ? need.Resource : $"{need.Resource}.{need.Group}"))
            .Select(static group => $"{string.Join(", ", group.Select(static need => need.Verb).Order(StringComparer.Ordinal))} {group.Key.Resource} {(group.Key.Namespace is { } ns ? $"in namespace {ns}" : "in the whole cluster")}")
            .Order(StringComparer.Ordinal));

    private async Task<bool> MayAllAsync(string? ns, CancellationToken cancellationToken) =>
        (await client.CheckAccessAsync(new AccessQuestion(All, All, All) { Namespace = ns }, cancellationToken).ConfigureAwait(false)).IsAllowed;
}
