using System.Net.Security;
using Microsoft.Extensions.Logging;
using Neutree.Core.Kubernetes.Configuration;

namespace Neutree.Core.Kubernetes.Credentials;

/// <summary>What a credential plugin gives, kept until it expires or the server doesn't accept it.</summary>
internal sealed class PluginCredentials(
    ExecPlugin plugin, ClusterConnection connection, SslStreamCertificateContext? certificate, KubernetesEnvironment environment, ILogger logger) : UserCredentials
{
    private readonly SemaphoreSlim _running = new(1);
    private volatile PluginAnswer? _last;

    public override async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        if (Current() is { } credential)
        {
            return credential;
        }

        // Requests that wait meanwhile take what this run gives.
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Current() is { } given)
            {
                return given;
            }

            logger.LogDebug("Asking {Plugin} for credentials", plugin.Command);
            PluginAnswer answer = await new PluginRun(plugin, connection, environment).RunAsync(cancellationToken).ConfigureAwait(false);
            _last = answer = answer.WithCertificate(certificate);
            return answer.Credential;
        }
        finally
        {
            _running.Release();
        }
    }

    public override bool Reject(Credential credential)
    {
        if (_last is { } last && last.Credential == credential)
        {
            _last = null;
        }

        return true;
    }

    public override void Dispose()
    {
        _running.Dispose();
        base.Dispose();
    }

    private Credential? Current() =>
        _last is { } last && (last.Expiry is not { } expiry || environment.Time.GetUtcNow() < expiry) ? last.Credential : null;
}
