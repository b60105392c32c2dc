using Neutree.Core.Oci.Serving;

namespace Neutree.PowerShell;

/// <summary>A registry that runs in this session.</summary>
public sealed class NeutreeRegistry
{
    private readonly LocalRegistry _registry;

    internal NeutreeRegistry(LocalRegistry registry, bool requiresCredential)
    {
        _registry = registry;
        Endpoint = registry.Url.GetLeftPart(UriPartial.Authority);
        Registry = registry.Url.Authority;
        Port = registry.Url.Port;
        Location = registry.Location;
        ReadOnly = registry.IsReadOnly;
        RequiresCredential = requiresCredential;
    }

    /// <summary><c>http://127.0.0.1:5000</c>; what <c>-Registry</c> takes.</summary>
    public string Endpoint { get; }

    /// <summary><c>127.0.0.1:5000</c>; what stands in front of a repository in a reference.</summary>
    public string Registry { get; }

    public int Port { get; }

    /// <summary>The folder, package or archive it serves.</summary>
    public string Location { get; }

    public bool ReadOnly { get; }

    public bool RequiresCredential { get; }

    public override string ToString() => Endpoint;

    internal ValueTask StopAsync() => _registry.DisposeAsync();
}
