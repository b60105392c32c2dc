using System.Net;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>What a certificate is to say.</summary>
/// <param name="CommonName">The subject's common name; may be empty.</param>
/// <param name="DnsNames">Alternative names.</param>
/// <param name="Addresses">Alternative addresses.</param>
/// <param name="Days">How long it is valid from now; may be negative.</param>
/// <param name="IsAuthority">Whether it may sign others.</param>
internal sealed record CertificateRequestOptions(
    string CommonName, IReadOnlyList<string> DnsNames, IReadOnlyList<IPAddress> Addresses, nint Days, bool IsAuthority);
