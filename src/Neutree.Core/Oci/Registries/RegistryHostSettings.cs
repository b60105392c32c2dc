namespace Neutree.Core.Oci.Registries;

/// <summary>How one host is spoken to: where its API begins, whom it may be, what it is shown.</summary>
internal sealed record RegistryHostSettings
{
    /// <summary>The URL in front of <c>/repository/blobs/…</c>; ends in <c>/v2/</c> unless the settings override the path.</summary>
    public required Uri ApiBase { get; init; }

    /// <summary>Whether HTTP without TLS may be tried when the host doesn't speak TLS.</summary>
    public bool MayFallBackToPlain { get; init; }

    public IReadOnlyList<string> CertificateAuthorityFiles { get; init; } = [];

    public string? ClientCertificateFile { get; init; }

    /// <summary>The key's own file, or null where the certificate's file holds it.</summary>
    public string? ClientKeyFile { get; init; }

    public bool SkipCertificateCheck { get; init; }

    /// <summary>Headers sent with every request to this host.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Hosts asked before this one when something is pulled, in order.</summary>
    public IReadOnlyList<RegistryHostSettings> PullMirrors { get; init; } = [];

    /// <summary>The name under which credentials for this host are kept.</summary>
    public required string CredentialHost { get; init; }
}
