namespace Neutree.Core.Tests.RealParts;

/// <summary>How a registry is secured.</summary>
public enum RegistryMode
{
    /// <summary>HTTP, open to all.</summary>
    Plain,

    /// <summary>HTTP with user name and password.</summary>
    Basic,

    /// <summary>HTTPS with a certificate of an own authority, open to all.</summary>
    Tls,

    /// <summary>HTTPS with user name and password.</summary>
    TlsBasic,

    /// <summary>HTTP with tokens of a token server, which wants user name and password for a push.</summary>
    Token,
}
