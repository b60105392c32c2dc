using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Tests.RealParts;

/// <summary>A namespace of a test's own, and a client whose objects go there.</summary>
/// <param name="client">Whose default it is.</param>
/// <param name="kubeconfigFile">For programs.</param>
public sealed class RealNamespace(IKubernetesClient client, string kubeconfigFile) : IAsyncDisposable
{
    public IKubernetesClient Client => client;

    public string KubeconfigFile => kubeconfigFile;

    public string Name => client.Namespace;

    public async ValueTask DisposeAsync()
    {
        await client.DeleteAsync(new ObjectReference("v1", "Namespace", Name), new DeletionOptions(), CancellationToken.None);
        client.Dispose();
    }

    internal async Task CreateAsync()
    {
        await client.CreateAsync(KubernetesObject.Parse($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {Name}}}}}")!, new WriteOptions(), CancellationToken.None);
        ObjectQuery account = new("v1", "ServiceAccount") { FieldSelector = "metadata.name=default" };

        // Without its service account the namespace takes no pods, up to 1.23 not without the account's token either.
        bool needsToken = !(await client.GetVersionAsync(CancellationToken.None)).IsAtLeast(1, 24);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        await client.WatchAsync(account, null, limit.Token)
            .FirstAsync(happened => happened.Object is { } found && (!needsToken || found.Find("secrets") is GoSlice { Count: > 0 }), limit.Token);
    }
}
