using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Neutree.Core.Http;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Http;

public sealed class CertificateProblemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("neutree-tls-").FullName;
    private readonly TestAuthority _authority;

    public CertificateProblemTests() => _authority = new TestAuthority(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, "it is issued by 'CN=neutree-test-ca', which is not among the authorities that this machine trusts")]
    [InlineData(true, "it is issued by 'CN=neutree-test-ca', which is not among the authorities of this machine or those given")]
    public void An_unknown_issuer_is_named(bool authoritiesGiven, string reason)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(_authority.ServerCertificatePath);

        CertificateProblem problem = CertificateProblem.Of(certificate, null, SslPolicyErrors.RemoteCertificateChainErrors, authoritiesGiven);

        Assert.Equal(new CertificateProblem(CertificateFault.Authority, reason), problem);
    }

    [Fact]
    public void Another_name_is_told_the_names_of_the_certificate()
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(_authority.ServerCertificatePath);

        CertificateProblem problem = CertificateProblem.Of(certificate, null, SslPolicyErrors.RemoteCertificateNameMismatch, authoritiesGiven: false);

        Assert.Equal("it is for localhost, 127.0.0.1, not for this name", problem.Reason);
    }

    [Fact]
    public void A_certificate_out_of_its_time_is_told_its_time()
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(_authority.ServerCertificatePath);
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = DateTime.UtcNow.AddYears(1);
        Assert.False(chain.Build(certificate));

        CertificateProblem problem = CertificateProblem.Of(certificate, chain, SslPolicyErrors.RemoteCertificateChainErrors, authoritiesGiven: false);

        Assert.Equal(
            $"it is valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd} only",
            problem.Reason);
    }

    [Fact]
    public void A_server_without_a_certificate_is_said_to_show_none() =>
        Assert.Equal("it shows none", CertificateProblem.Of(null, null, SslPolicyErrors.RemoteCertificateNotAvailable, authoritiesGiven: false).Reason);
}
