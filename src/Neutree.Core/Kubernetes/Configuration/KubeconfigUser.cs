namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>A kubeconfig's <c>user</c>; paths are absolute. Never printed: it holds secrets.</summary>
internal sealed class KubeconfigUser
{
    public string Name { get; init; } = "";

    /// <summary>PEM; wins over the file.</summary>
    public byte[]? ClientCertificateData { get; init; }

    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM; wins over the file.</summary>
    public byte[]? ClientKeyData { get; init; }

    public string? ClientKeyFile { get; init; }

    public string? Token { get; init; }

    /// <summary>Wins over <see cref="Token"/>; read again and again, because it is rotated.</summary>
    public string? TokenFile { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    public ExecPlugin? Plugin { get; init; }

    /// <summary>The name of an <c>auth-provider</c>, which no client supports any more.</summary>
    public string? AuthProvider { get; init; }

    public Impersonation Impersonation { get; init; } = new();
}
