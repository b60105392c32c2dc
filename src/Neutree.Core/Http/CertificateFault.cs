namespace Neutree.Core.Http;

/// <summary>What is wrong with a server's certificate.</summary>
internal enum CertificateFault
{
    /// <summary>The server shows none.</summary>
    Absent,

    /// <summary>It isn't valid yet, or no longer.</summary>
    Time,

    /// <summary>It is for other names.</summary>
    Name,

    /// <summary>Its issuer isn't trusted.</summary>
    Authority,
}
