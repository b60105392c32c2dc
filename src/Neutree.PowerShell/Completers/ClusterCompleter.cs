using System.Collections;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core;
using Neutree.Core.Kubernetes;

namespace Neutree.PowerShell.Completers;

/// <summary>Names that a cluster knows: that of the parameters given so far. Where it can't be asked, or takes longer than somebody waits at a prompt, there are none.</summary>
public abstract class ClusterCompleter : WordCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    private protected sealed override IEnumerable<string> FindWords(string parameterName, IDictionary bound)
    {
        KubernetesClientOptions options = new()
        {
            KubeconfigFiles = ContextCompleter.Given(bound["Kubeconfig"]),
            Context = bound["Context"] as string,
            Namespace = bound["Namespace"] as string,
            Retry = 0,
        };

        // On a thread of its own, so that nothing of what it waits for holds the prompt longer.
        Task<IReadOnlyList<string>> names = Task.Run(() => FindAsync(options, bound));
        return names.Wait(Patience) ? names.Result : [];
    }

    private protected abstract Task<IReadOnlyList<string>> FindAsync(IKubernetesClient client, IDictionary bound, CancellationToken cancellationToken);

    private async Task<IReadOnlyList<string>> FindAsync(KubernetesClientOptions options, IDictionary bound)
    {
        using CancellationTokenSource limit = new(Patience);
        try
        {
            using KubernetesClient client = await KubernetesClient.ConnectAsync(options, NullLogger.Instance, limit.Token).ConfigureAwait(false);
            return await FindAsync(client, bound, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is NeutreeException or OperationCanceledException)
        {
            // A prompt is no place for errors; the cmdlet will tell.
            return [];
        }
    }
}
