namespace Neutree.Core.Packages;

/// <summary>What shows that a published file arrived unchanged, the weakest first.</summary>
public enum PublishVerification
{
    /// <summary>Nothing: the server took it, and doesn't say where it can be fetched.</summary>
    None,

    /// <summary>It has the right length.</summary>
    Size,

    /// <summary>The server states the right sum.</summary>
    Checksum,

    /// <summary>It was fetched again, and had the right sum.</summary>
    Content,
}
