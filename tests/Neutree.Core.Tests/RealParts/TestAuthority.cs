using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Neutree.Core.Tests.RealParts;

/// <summary>A certificate authority of a test's own, as PEM files in a folder.</summary>
internal sealed class TestAuthority
{
    public TestAuthority(string folder)
    {
        CertificatePath = Path.Combine(folder, "ca.crt");
        ServerCertificatePath = Path.Combine(folder, "server.crt");
        ServerKeyPath = Path.Combine(folder, "server.key");
        using RSA authorityKey = RSA.Create(2048);
        CertificateRequest authority = new("CN=neutree-test-ca", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        DateTimeOffset start = DateTimeOffset.UtcNow.AddHours(-1);
        DateTimeOffset end = start.AddDays(2);
        using X509Certificate2 certificate = authority.CreateSelfSigned(start, end);
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());

        using RSA serverKey = RSA.Create(2048);
        CertificateRequest server = new("CN=localhost", serverKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using X509Certificate2 serverCertificate = server.Create(certificate, start, end, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(ServerCertificatePath, serverCertificate.ExportCertificatePem());
        File.WriteAllText(ServerKeyPath, serverKey.ExportPkcs8PrivateKeyPem());
    }

    public string CertificatePath { get; }

    public string ServerCertificatePath { get; }

    public string ServerKeyPath { get; }
}
