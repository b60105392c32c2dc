using System.CommandLine;
using Microsoft.Extensions.Logging;
using Neutree.Core.Kubernetes;

namespace Neutree.Cli.Options;

/// <summary>Which cluster, and which namespace there.</summary>
internal sealed class ClusterOptionGroup
{
    private readonly Option<string> _namespace = new("--namespace", "-n") { Description = "Namespace (the context's own, else default).", HelpName = "name" };

    private readonly Option<string[]> _kubeconfig = new("--kubeconfig")
    {
        Description = "Kubeconfig file (KUBECONFIG, else ~/.kube/config); repeat for more, the first counts.",
        HelpName = "file",
    };

    private readonly Option<string> _context = new("--kube-context") { Description = "Context of the kubeconfig (its current one).", HelpName = "name" };

    public void AddTo(Command command)
    {
        command.Add(_namespace);
        command.Add(_kubeconfig);
        command.Add(_context);
    }

    /// <summary>Null for the context's own.</summary>
    public string? Namespace(ParseResult parsed) => parsed.GetValue(_namespace) is { Length: > 0 } name ? name : null;

    public async Task<KubernetesClient> ConnectAsync(ParseResult parsed, ILogger logger, CancellationToken cancellationToken)
    {
        KubernetesClientOptions options = new()
        {
            KubeconfigFiles = [.. (parsed.GetValue(_kubeconfig) ?? []).Select(Path.GetFullPath)],
            Context = parsed.GetValue(_context) is { Length: > 0 } context ? context : null,
            Namespace = Namespace(parsed),
        };
        return await KubernetesClient.ConnectAsync(options, logger, cancellationToken).ConfigureAwait(false);
    }
}
