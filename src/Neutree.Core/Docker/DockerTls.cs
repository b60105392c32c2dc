namespace Neutree.Core.Docker;

/// <summary>PEM files of a TLS connection to an engine; null where there is none.</summary>
internal sealed record DockerTls
{
    /// <summary>Authorities that the engine's certificate must come from; null: the system's.</summary>
    public string? AuthorityFile { get; init; }

    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    /// <summary>Whether any certificate of the engine will do.</summary>
    public bool SkipVerification { get; init; }
}
