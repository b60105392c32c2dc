using System.Net;
using System.Security.Cryptography.X509Certificates;
using Neutree.Core.Oci.Serving.Http;

namespace Neutree.Core.Oci.Serving;

/// <summary>How the embedded registry listens.</summary>
public sealed record RegistryServerOptions
{
    /// <summary>Address and port; port 0 takes any free one. Beyond loopback, certificate and credential are both required.</summary>
    public IPEndPoint Endpoint { get; init; } = new(IPAddress.Loopback, 5000);

    /// <summary>With its private key; null for plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What clients must send by Basic authentication; null lets everyone in.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>Refuses every change of a folder; a served archive or package always does.</summary>
    public bool ReadOnly { get; init; }

    internal HttpLimits Limits { get; init; } = new();
}
