using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>An RSA key; signs with SHA-256 (RFC 8017, PKCS #1 v1.5).</summary>
internal sealed class RsaSigningKey(RSA key) : SigningKey
{
    public override byte[] PublicKeyInfo => key.ExportSubjectPublicKeyInfo();

    public override string ToPem() => PrivateKeyPem.Write("RSA PRIVATE KEY", key.ExportRSAPrivateKey());

    public override void WriteSignatureAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.1.11");
            writer.WriteNull();
        }
    }

    public override byte[] Sign(byte[] data) => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public override void Dispose() => key.Dispose();
}
