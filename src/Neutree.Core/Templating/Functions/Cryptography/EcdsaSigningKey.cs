using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>A key on an elliptic curve; the curve's size chooses the hash, as in Go's <c>x509.CreateCertificate</c>.</summary>
internal sealed class EcdsaSigningKey(ECDsa key) : SigningKey
{
    public override byte[] PublicKeyInfo => key.ExportSubjectPublicKeyInfo();

    public override string ToPem() => PrivateKeyPem.Write("EC PRIVATE KEY", key.ExportECPrivateKey());

    public override void WriteSignatureAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(key.KeySize switch
            {
                <= 256 => "1.2.840.10045.4.3.2",
                <= 384 => "1.2.840.10045.4.3.3",
                _ => "1.2.840.10045.4.3.4",
            });
        }
    }

    public override byte[] Sign(byte[] data)
    {
        HashAlgorithmName hash = key.KeySize switch
        {
            <= 256 => HashAlgorithmName.SHA256,
            <= 384 => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        return key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);
    }

    public override void Dispose() => key.Dispose();
}
