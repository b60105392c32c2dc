using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Neutree.Core.Tests.Templating.Functions;

public sealed class CertificateFunctionTests
{
    /// <summary>Keys that helm made.</summary>
    private const string Ed25519Key = @"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIKFK0+VjQPjBGkgESEZKrJBBCn0g2qAgW7JhNfeqYobT\n-----END PRIVATE KEY-----\n";

    private const string EcdsaKey =
        @"-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIHseSPWuOJhkf3Od5U+3q2Z1O++ukaWORPP4V4p0GArWoAoGCCqGSM49\n"
        + @"AwEHoUQDQgAEwQ2W6ZV6a8uWbSZQ+3puHpfDJ35vIkV5HtsFogW7DC3YIEwbbhyC\n/MnvsPCmaeR4Dnjx/IJ1sWRWtrvPEttyWQ==\n-----END EC PRIVATE KEY-----\n";

    [Fact]
    public void An_authority_says_what_helms_does()
    {
        using X509Certificate2 certificate = Read(Evaluate("genCA \"my ca\" 10"));

        Assert.Equal(
            [
                "CN=my ca", "CN=my ca", "1.2.840.113549.1.1.11", "10.00:00:00",
                "2.5.29.15 True 030202A4", "2.5.29.37 False 301406082B0601050507030106082B06010505070302", "2.5.29.19 True 30030101FF",
                "2.5.29.14 False 0414" + KeyIdentifier(certificate),
            ],
            Describe(certificate));
        Assert.Equal(2048, certificate.GetRSAPublicKey()!.KeySize);
    }

    [Fact]
    public void A_certificate_signed_by_itself_names_its_hosts()
    {
        using X509Certificate2 certificate = Read(Evaluate("genSelfSignedCert \"a@b\" (list \"10.0.0.1\" \"::1\" \"::ffff:1.2.3.4\") (list \"x.io\" \"*.y\") 1"));

        Assert.Equal(
            [
                "CN=a@b", "CN=a@b", "1.2.840.113549.1.1.11", "1.00:00:00",
                "2.5.29.15 True 030205A0", "2.5.29.37 False 301406082B0601050507030106082B06010505070302", "2.5.29.19 True 3000",
                "2.5.29.17 False 30298204782E696F82032A2E7987040A0000018710000000000000000000000000000000018704" + "01020304",
            ],
            Describe(certificate));
    }

    [Theory]
    [InlineData("(genCA \"ca\" 5)")]
    [InlineData("(genCAWithKey \"ca\" 5 \"" + EcdsaKey + "\")")]
    public void A_signed_certificate_leads_to_its_authority(string authority)
    {
        object? result = ExpressionResult.Of($"list {authority} nil");
        CertificateValue ca = (CertificateValue)((GoSlice)result!)[0]!;
        string embedded = $"(buildCustomCert {Quoted(ca.Cert)} {Quoted(ca.Key)})";
        CertificateValue signed = Evaluate($"genSignedCert \"leaf\" nil (list \"leaf.io\") 3 {embedded}");
        using X509Certificate2 issuer = Read(ca);
        using X509Certificate2 leaf = Read(signed);
        using RSA key = RSA.Create();
        key.ImportFromPem(signed.Key.ToString());
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(issuer);

        Assert.True(chain.Build(leaf), string.Join(", ", chain.ChainStatus.Select(static status => status.StatusInformation)));
        Assert.Equal("CN=ca", leaf.Issuer);
        Assert.Contains("2.5.29.35 False 30168014" + KeyIdentifier(issuer), Describe(leaf));
        Assert.Equal(leaf.PublicKey.ExportSubjectPublicKeyInfo(), key.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void An_ed25519_key_signs_certificates()
    {
        CertificateValue value = Evaluate($"genSelfSignedCertWithKey \"x\" nil nil 1 \"{Ed25519Key}\"");
        using X509Certificate2 certificate = Read(value);
        System.Formats.Asn1.AsnReader outer = new System.Formats.Asn1.AsnReader(certificate.RawData, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        byte[] content = outer.ReadEncodedValue().ToArray();
        _ = outer.ReadEncodedValue();
        Ed25519Signer verifier = new();
        verifier.Init(forSigning: false, new Ed25519PublicKeyParameters(certificate.PublicKey.EncodedKeyValue.RawData, 0));
        verifier.BlockUpdate(content, 0, content.Length);

        Assert.Equal(Ed25519Key.Replace(@"\n", "\n", StringComparison.Ordinal), value.Key.ToString());
        Assert.Equal("1.3.101.112", certificate.SignatureAlgorithm.Value);
        Assert.True(verifier.VerifySignature(outer.ReadBitString(out _)));
    }

    [Fact]
    public void An_ecdsa_key_is_printed_as_it_was()
    {
        CertificateValue value = Evaluate($"genCAWithKey \"é\" -1 \"{EcdsaKey}\"");
        using X509Certificate2 certificate = Read(value);

        Assert.Equal(EcdsaKey.Replace(@"\n", "\n", StringComparison.Ordinal), value.Key.ToString());
        Assert.Equal(["CN=é", "1.2.840.10045.4.3.2", "-1.00:00:00"], Describe(certificate)[1..4]);
    }

    [Theory]
    [InlineData("genSignedCert \"x\" nil nil 1 (buildCustomCert CERT \"" + "KEY" + "\")", "error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey")]
    public void An_authoritys_key_must_be_its_own(string expression, string error)
    {
        CertificateValue ca = Evaluate($"genCAWithKey \"x\" 1 \"{EcdsaKey}\"");
        string otherKey = Convert.ToBase64String(Encoding.UTF8.GetBytes(Ed25519Key.Replace(@"\n", "\n", StringComparison.Ordinal)));
        string complete = expression.Replace("CERT", Quoted(ca.Cert), StringComparison.Ordinal).Replace("KEY", otherKey, StringComparison.Ordinal);

        TemplateException exception = Assert.Throws<TemplateException>(() => ExpressionResult.Of(complete));

        Assert.EndsWith(error, exception.Message);
    }

    [Theory]
    [InlineData("RSA PRIVATE KEY")]
    [InlineData("PRIVATE KEY")]
    [InlineData("EC PRIVATE KEY")]
    [InlineData("DSA PRIVATE KEY")]
    public void Bytes_that_are_no_key_are_refused(string label)
    {
        TemplateException exception = Assert.Throws<TemplateException>(
            () => ExpressionResult.Of($"genCAWithKey \"x\" 1 \"-----BEGIN {label}-----\\nYQ==\\n-----END {label}-----\\n\""));

        Assert.Contains("error calling genCAWithKey: parsing private key: ", exception.Message, StringComparison.Ordinal);
    }

    private static CertificateValue Evaluate(string expression) => (CertificateValue)ExpressionResult.Of(expression)!;

    private static X509Certificate2 Read(CertificateValue value) => X509Certificate2.CreateFromPem(value.Cert.ToString());

    private static string Quoted(GoString text) => $"\"{Convert.ToBase64String(text.Span)}\"";

    private static string KeyIdentifier(X509Certificate2 certificate) =>
        Convert.ToHexString(SHA256.HashData(certificate.PublicKey.EncodedKeyValue.RawData).AsSpan(0, 20));

    private static string[] Describe(X509Certificate2 certificate) =>
    [
        certificate.Subject, certificate.Issuer, certificate.SignatureAlgorithm.Value!, (certificate.NotAfter - certificate.NotBefore).ToString(),
        .. certificate.Extensions.Select(static extension => $"{extension.Oid!.Value} {extension.Critical} {Convert.ToHexString(extension.RawData)}"),
    ];
}
