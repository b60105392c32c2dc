namespace Neutree.Core.Kubernetes.Credentials;

/// <summary>A certificate, token or password that stays.</summary>
internal sealed class FixedCredentials(Credential credential) : UserCredentials
{
    public override ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credential);

    public override bool Reject(Credential credential) => false;
}
