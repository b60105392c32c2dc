using Neutree.Core.Go;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>The namespace of a release, which may be made with it.</summary>
internal static class ReleaseNamespace
{
    public static async Task<bool> IsMissingAsync(IKubernetesClient client, string ns, CancellationToken cancellationToken) =>
        await client.GetAsync(new ObjectReference("v1", "Namespace", ns), cancellationToken).ConfigureAwait(false) is null;

    /// <summary>Makes it, labelled as helm does.</summary>
    public static async Task CreateAsync(IKubernetesClient client, string ns, CancellationToken cancellationToken)
    {
        GoMap labels = new();
        labels["name"] = (GoString)ns;
        GoMap metadata = new();
        metadata["name"] = (GoString)ns;
        metadata["labels"] = labels;
        GoMap content = new();
        content["apiVersion"] = (GoString)"v1";
        content["kind"] = (GoString)"Namespace";
        content["metadata"] = metadata;
        WriteOptions write = new() { FieldManager = FieldManagerMigration.Manager, IsStrict = true };
        await client.ApplyAsync(new KubernetesObject(content), write, cancellationToken).ConfigureAwait(false);
    }
}
