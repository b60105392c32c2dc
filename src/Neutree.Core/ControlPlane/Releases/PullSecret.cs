using System.Net;
using System.Text;
using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes;
using Neutree.Core.Oci;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>The Secret with which the cluster pulls images from the site's registry: a Docker configuration for one host. It belongs to a release and is no part of its chart.</summary>
/// <param name="client">The cluster.</param>
/// <param name="ns">The release's namespace.</param>
/// <param name="release">The release's name.</param>
internal sealed class PullSecret(IKubernetesClient client, string ns, string release)
{
    private const string FieldManager = "neutree";

    public static string NameFor(string release) => $"{release}-pull-secret";

    /// <summary>Makes it, or gives it another user and password.</summary>
    public async Task ApplyAsync(RegistryPrefix registry, NetworkCredential credential, CancellationToken cancellationToken)
    {
        WriteOptions write = new() { FieldManager = FieldManager, Force = true };
        await client.ApplyAsync(new KubernetesObject(Content(registry, credential)), write, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False where there was none.</returns>
    public Task<bool> DeleteAsync(CancellationToken cancellationToken) =>
        client.DeleteAsync(new ObjectReference("v1", "Secret", NameFor(release), ns), new DeletionOptions(), cancellationToken);

    private GoMap Content(RegistryPrefix registry, NetworkCredential credential)
    {
        GoMap labels = new();
        labels["app.kubernetes.io/instance"] = (GoString)release;
        labels["app.kubernetes.io/managed-by"] = (GoString)FieldManager;
        GoMap metadata = new();
        metadata["name"] = (GoString)NameFor(release);
        metadata["namespace"] = (GoString)ns;
        metadata["labels"] = labels;
        GoMap data = new();
        data[".dockerconfigjson"] = (GoString)Convert.ToBase64String(DockerConfiguration(registry.Registry, credential));
        GoMap content = new();
        content["apiVersion"] = (GoString)"v1";
        content["kind"] = (GoString)"Secret";
        content["type"] = (GoString)"kubernetes.io/dockerconfigjson";
        content["metadata"] = metadata;
        content["data"] = data;
        return content;
    }

    private static byte[] DockerConfiguration(string host, NetworkCredential credential) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        auths = new Dictionary<string, object>
        {
            [host] = new
            {
                username = credential.UserName,
                password = credential.Password,
                auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")),
            },
        },
    });
}
