using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Neutree.TestCluster;

/// <summary>An authority of a cluster's own, what it has signed, and the key of its service accounts; PEM files in a folder.</summary>
public sealed class ClusterCertificates : IDisposable
{
    private readonly string _folder;
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _authority;

    public ClusterCertificates(string folder)
    {
        _folder = folder;
        CertificateRequest request = new("CN=neutree-test-cluster", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _authority = request.CreateSelfSigned(Start, Start.AddDays(30));
        AuthorityFile = Write("ca.crt", _authority.ExportCertificatePem());
        AuthorityKeyFile = Write("ca.key", _key.ExportPkcs8PrivateKeyPem());
        using RSA accounts = RSA.Create(2048);
        AccountKeyFile = Write("accounts.key", accounts.ExportRSAPrivateKeyPem());
        AccountPublicKeyFile = Write("accounts.pub", accounts.ExportSubjectPublicKeyInfoPem());
    }

    public string AuthorityFile { get; }

    public string AuthorityKeyFile { get; }

    public string AccountKeyFile { get; }

    public string AccountPublicKeyFile { get; }

    private static DateTimeOffset Start { get; } = DateTimeOffset.UtcNow.AddHours(-1);

    /// <summary>A certificate of a server.</summary>
    /// <param name="file">The files' name.</param>
    /// <param name="host">Whom it is for; <c>localhost</c> is 127.0.0.1 too.</param>
    /// <param name="end">When it ends; in a month if not given.</param>
    public (string Certificate, string Key) IssueServer(string file, string host = "localhost", DateTimeOffset? end = null)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        if (host == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        return Issue(file, $"CN={host}", "1.3.6.1.5.5.7.3.1", names.Build(), end);
    }

    /// <summary>A certificate by which the API server knows a user.</summary>
    /// <param name="name">The user.</param>
    /// <param name="groups">The user's groups.</param>
    public (string Certificate, string Key) IssueUser(string name, params string[] groups) =>
        Issue(name.Replace(':', '-'), string.Join(", ", groups.Select(group => $"O={group}").Append($"CN={name}")), "1.3.6.1.5.5.7.3.2", names: null, end: null);

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    private (string Certificate, string Key) Issue(string file, string subject, string usage, X509Extension? names, DateTimeOffset? end)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        using X509Certificate2 certificate = request.Create(_authority, Start, end ?? Start.AddDays(29), RandomNumberGenerator.GetBytes(8));
        return (Write(file + ".crt", certificate.ExportCertificatePem()), Write(file + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
