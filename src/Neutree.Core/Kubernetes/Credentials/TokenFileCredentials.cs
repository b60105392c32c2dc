using System.Net.Http.Headers;
using System.Net.Security;
using Neutree.Core.Kubernetes.Configuration;

namespace Neutree.Core.Kubernetes.Credentials;

/// <summary>A token that somebody else writes into a file and renews: it is read again after a minute, and when the server doesn't accept it.</summary>
internal sealed class TokenFileCredentials(string file, SslStreamCertificateContext? certificate, TimeProvider time) : UserCredentials
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private volatile Reading? _last;

    public override async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetUtcNow() < last.GoodUntil)
        {
            return last.Credential;
        }

        string token;
        try
        {
            token = (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw KubeconfigProblem.File("token", file, error.Message, error);
        }

        if (token.Length == 0)
        {
            throw KubeconfigProblem.File("token", file, "it is empty");
        }

        Credential credential = new() { Authorization = new AuthenticationHeaderValue("Bearer", token), Certificate = certificate };
        _last = new Reading(credential, time.GetUtcNow() + Lifetime);
        return credential;
    }

    public override bool Reject(Credential credential)
    {
        _last = null;
        return true;
    }

    private sealed record Reading(Credential Credential, DateTimeOffset GoodUntil);
}
