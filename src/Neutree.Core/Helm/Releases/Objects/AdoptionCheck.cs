using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>Looks whether objects that a release is about to make are there already, and whose they are (Helm 4.1 <c>existingResourceConflict</c>).</summary>
/// <param name="client">The cluster.</param>
internal sealed class AdoptionCheck(IKubernetesClient client)
{
    private const int Listed = 5;

    /// <summary>Takes a look at each object (<see cref="ManifestObject.Live"/>).</summary>
    /// <param name="objects">What is to be made.</param>
    /// <param name="release">The release's name.</param>
    /// <param name="ns">The release's namespace.</param>
    /// <param name="takeOwnership">Take over objects of others.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="ReleaseException">Some exist and don't belong to the release.</exception>
    public async Task RunAsync(
        IReadOnlyList<ManifestObject> objects, string release, string ns, bool takeOwnership, CancellationToken cancellationToken)
    {
        ManifestObject[] named = [.. objects.Where(static item => !item.IsNamedByServer)];
        await ObjectBatches.RunAsync(
            named,
            async (item, token) => item.Live = await client.GetAsync(item.Reference, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        string[] faults = takeOwnership ? [] :
        [
            .. from item in named
               where item.Live is not null
               let fault = ReleaseOwnership.Fault(item.Live!, release, ns)
               where fault is not null
               select $"{item}: {fault}",
        ];
        if (faults.Length > 0)
        {
            string more = faults.Length > Listed ? $"; and {faults.Length - Listed} more" : "";
            throw new ReleaseException(
                "Release.ObjectExists",
                ErrorKind.AlreadyExists,
                $"{faults.Length} object(s) exist and don't belong to release {release} in namespace {ns}: {string.Join("; ", faults.Take(Listed))}{more}")
            {
                Target = release,
                Recommendation = "Choose another release name or namespace, delete these objects, or give -TakeOwnership to make them part of the release.",
            };
        }
    }
}
