using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages.Servers;

/// <summary>How a server that keeps packages is reached, and who asks.</summary>
public sealed record PackageServerOptions
{
    /// <summary>Sent as <c>Authorization: Bearer …</c>, to the host of the address alone. At most one of this and the credential is given.</summary>
    public string? Token { get; init; }

    /// <summary>
    /// Certificates, retries, parallel requests, time-outs; its credential is sent as Basic, to the host of the address alone. For <c>oci://</c> it is the
    /// registry's.
    /// </summary>
    public RegistryOptions Connection { get; init; } = new();

    /// <summary>Never the secrets: records print their members by default.</summary>
    public override string ToString() => $"file server ({(Token is not null ? "token" : Connection.Credential is not null ? "credential" : "anonymous")})";
}
