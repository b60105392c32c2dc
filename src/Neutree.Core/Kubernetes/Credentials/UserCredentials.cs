using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Kubernetes.Configuration;

namespace Neutree.Core.Kubernetes.Credentials;

/// <summary>Who one is to a cluster, which may change while one speaks to it.</summary>
internal abstract class UserCredentials : IDisposable
{
    /// <summary>The credentials of a kubeconfig's user, by the precedence that kubectl has.</summary>
    /// <exception cref="KubernetesException">The user signs in by an <c>auth-provider</c>, or a file can't be used.</exception>
    public static UserCredentials Of(ClusterConnection connection, KubernetesEnvironment environment, ILogger logger)
    {
        KubeconfigUser user = connection.User;
        if (user.AuthProvider is { } provider)
        {
            throw new KubernetesException(
                "Kubernetes.AuthProvider",
                ErrorKind.NotSupported,
                $"user '{user.Name}' signs in by the auth-provider '{provider}', which Kubernetes' clients dropped with 1.26")
            {
                Target = user.Name,
                Recommendation = "Let the kubeconfig name a credential plugin (exec), as the cluster's vendor provides, or a token.",
            };
        }

        Credential own = new() { Certificate = ClientCertificate.Load(user), Authorization = Authorization(user) };
        return user.TokenFile is { } file ? new TokenFileCredentials(file, own.Certificate, environment.Time)
            : user.Plugin is { } plugin && own.Authorization is null ? new PluginCredentials(plugin, connection, own.Certificate, environment, logger)
            : new FixedCredentials(own);
    }

    /// <summary>What to send a request with now.</summary>
    public abstract ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Notes that the server didn't accept a credential.</summary>
    /// <returns>Whether <see cref="GetAsync"/> may give another one now.</returns>
    public abstract bool Reject(Credential credential);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    private static AuthenticationHeaderValue? Authorization(KubeconfigUser user) =>
        user.Token is { } token ? new AuthenticationHeaderValue("Bearer", token)
        : user.UserName is { } name ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{user.Password}")))
        : null;
}
