using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Neutree.Core.Oci.Registries;

/// <summary>Why a server's certificate was refused, and what its user can do, in words that need no knowledge of TLS libraries.</summary>
internal sealed record CertificateProblem(string Reason, string Advice)
{
    private const string GiveAuthority = "Give the registry's certificate authority with -CACertificate; -SkipCertificateCheck turns the check off.";

    /// <param name="certificate">What the server showed.</param>
    /// <param name="chain">What was built from it.</param>
    /// <param name="errors">What the platform found.</param>
    /// <param name="authoritiesGiven">Whether authorities besides the system's were tried.</param>
    public static CertificateProblem Of(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, bool authoritiesGiven)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return new("it shows none", "Check that the port is the registry's.");
        }

        using X509Certificate2 leaf = new(certificate);
        if (chain is not null && chain.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
        {
            return new(
                $"it is valid from {Day(leaf.NotBefore)} to {Day(leaf.NotAfter)} only",
                "Renew the registry's certificate, or set this machine's clock.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return new($"it is for {Names(leaf)}, not for this name", "Call the registry by a name that its certificate holds.");
        }

        string issuer = leaf.Subject == leaf.Issuer ? "it is self-signed" : $"it is issued by '{leaf.Issuer}'";
        return new($"{issuer}, which is not among the authorities {(authoritiesGiven ? "of this machine or those given" : "that this machine trusts")}", GiveAuthority);
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Names(X509Certificate2 certificate)
    {
        List<string> names = [];
        foreach (X509SubjectAlternativeNameExtension extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            names.AddRange(extension.EnumerateDnsNames());
            names.AddRange(extension.EnumerateIPAddresses().Select(address => address.ToString()));
        }

        return names.Count > 0 ? string.Join(", ", names) : $"'{certificate.Subject}'";
    }
}
