using Neutree.Core.Oci.Serving;

namespace Neutree.PowerShell;

/// <summary>A registry that runs in this session.</summary>
public sealed class NeutreeRegistry
{
    private readonly RegistryServer _server;

    internal NeutreeRegistry(RegistryServer server, string scheme, string location, bool readOnly, bool requiresCredential)
    {
        _server = server;
        Endpoint = $"{scheme}://{server.Endpoint}";
        Port = server.Endpoint.Port;
        Location = location;
        ReadOnly = readOnly;
        RequiresCredential = requiresCredential;
    }

    /// <summary><c>http://127.0.0.1:5000</c>; what <c>-Registry</c> takes.</summary>
    public string Endpoint { get; }

    public int Port { get; }

    /// <summary>The folder, package or archive it serves.</summary>
    public string Location { get; }

    public bool ReadOnly { get; }

    public bool RequiresCredential { get; }

    public override string ToString() => Endpoint;

    internal Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);
}
