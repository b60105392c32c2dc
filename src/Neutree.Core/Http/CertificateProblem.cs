using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Neutree.Core.Http;

/// <summary>Why a server's certificate was refused, in words that need no knowledge of TLS libraries.</summary>
internal sealed record CertificateProblem(CertificateFault Fault, string Reason)
{
    /// <param name="certificate">What the server showed.</param>
    /// <param name="chain">What was built from it.</param>
    /// <param name="errors">What the platform found.</param>
    /// <param name="authoritiesGiven">Whether authorities besides the system's were tried.</param>
    public static CertificateProblem Of(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, bool authoritiesGiven)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return new(CertificateFault.Absent, "it shows none");
        }

        using X509Certificate2 leaf = new(certificate);
        if (chain is not null && chain.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
        {
            return new(CertificateFault.Time, $"it is valid from {Day(leaf.NotBefore)} to {Day(leaf.NotAfter)} only");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return new(CertificateFault.Name, $"it is for {Names(leaf)}, not for this name");
        }

        string issuer = leaf.Subject == leaf.Issuer ? "it is self-signed" : $"it is issued by '{leaf.Issuer}'";
        return new(CertificateFault.Authority, $"{issuer}, which is not among the authorities {(authoritiesGiven ? "of this machine or those given" : "that this machine trusts")}");
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
