using System.Net;

namespace Neutree.Core.Oci.Registries;

/// <summary>How one registry is reached. What is unset comes from <c>certs.d</c>, the credential files and the environment.</summary>
public sealed record RegistryOptions
{
    /// <summary>Sent only to the registry's host and to the token server it names; null: docker and podman credential files, else anonymous.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>Speak HTTP without TLS. Loopback hosts are tried by HTTPS first and then by HTTP without it.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>Speak HTTPS only: loopback hosts aren't tried without it either. <see cref="PlainHttp"/> wins.</summary>
    public bool TlsOnly { get; init; }

    /// <summary>PEM file of certificate authorities trusted for this registry besides the system's.</summary>
    public string? CACertificatePath { get; init; }

    /// <summary>PEM file of the client certificate, and of its key where it is a file of its own.</summary>
    public string? ClientCertificatePath { get; init; }

    public string? ClientKeyPath { get; init; }

    public bool SkipCertificateCheck { get; init; }

    /// <summary>How often a failed request or blob is tried again; 0 = once only.</summary>
    public int Retry { get; init; } = 3;

    /// <summary>Requests to the host at a time.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>A connection that moves no byte for so long counts as broken.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Bytes of one chunk where chunked upload is used as the fallback.</summary>
    public long ChunkSize { get; init; } = 32 * 1024 * 1024;

    public IUploadJournal? Journal { get; init; }

    /// <summary>Folders searched for <c>HOST/hosts.toml</c>, <c>HOST/*.crt</c>, <c>*.cert</c> and <c>*.key</c>; null: the usual ones of docker, containerd and podman.</summary>
    public IReadOnlyList<string>? CertificateFolders { get; init; }

    /// <summary>These options with what the scheme in front of a registry's name asks for.</summary>
    public RegistryOptions For(RegistryPrefix registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return this with { PlainHttp = PlainHttp || registry.PlainHttp, TlsOnly = TlsOnly || registry.Tls };
    }
}
