using System.Globalization;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Cluster;

/// <summary>What charts are told about a cluster: its version and the versions of APIs it serves (Helm 4.1 <c>action.GetVersionSet</c>).</summary>
internal static class ClusterCapabilities
{
    /// <summary>The oldest Kubernetes whose server-side apply does what releases need.</summary>
    private const int OldestMinor = 25;

    /// <param name="client">The cluster.</param>
    /// <param name="server">Its version.</param>
    /// <param name="coming">Kinds that are defined before the chart's objects are applied.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public static async Task<Capabilities> ReadAsync(
        IKubernetesClient client, ServerVersion server, IReadOnlyList<ApiResource> coming, CancellationToken cancellationToken)
    {
        SortedSet<string> versions = new(StringComparer.Ordinal);
        foreach (ApiResource resource in (await client.GetResourcesAsync(cancellationToken).ConfigureAwait(false)).Concat(coming))
        {
            versions.Add(resource.ApiVersion);
            versions.Add($"{resource.ApiVersion}/{resource.Kind}");
        }

        return new Capabilities(KubernetesVersion.Parse(server.Version), versions, withKnown: false);
    }

    /// <exception cref="ReleaseException">The cluster is too old.</exception>
    public static async Task<ServerVersion> RequireAsync(IKubernetesClient client, bool allowOldServer, CancellationToken cancellationToken)
    {
        ServerVersion version = await client.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        return allowOldServer || version.IsAtLeast(1, OldestMinor) ? version : throw new ReleaseException(
            "Release.ServerTooOld",
            ErrorKind.NotSupported,
            string.Create(CultureInfo.InvariantCulture, $"the cluster at {client.Server} runs Kubernetes {version}; releases need 1.{OldestMinor} or later"))
        {
            Target = client.Server.ToString(),
            Recommendation = "Upgrade the cluster. Its server-side apply is too old to install and upgrade charts reliably.",
        };
    }
}
