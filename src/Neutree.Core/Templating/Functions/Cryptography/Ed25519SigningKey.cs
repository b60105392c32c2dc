using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>An Ed25519 key (RFC 8032, RFC 8410).</summary>
internal sealed class Ed25519SigningKey(byte[] seed) : SigningKey
{
    public const string Algorithm = "1.3.101.112";
    public const int SeedLength = 32;

    private readonly Ed25519PrivateKeyParameters _key = new(seed, 0);

    public override byte[] PublicKeyInfo
    {
        get
        {
            AsnWriter writer = new(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                WriteSignatureAlgorithm(writer);
                writer.WriteBitString(_key.GeneratePublicKey().GetEncoded());
            }

            return writer.Encode();
        }
    }

    public static Ed25519SigningKey Generate() => new(RandomNumberGenerator.GetBytes(SeedLength));

    public override string ToPem()
    {
        AsnWriter inner = new(AsnEncodingRules.DER);
        inner.WriteOctetString(seed);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteSignatureAlgorithm(writer);
            writer.WriteOctetString(inner.Encode());
        }

        return PrivateKeyPem.Write("PRIVATE KEY", writer.Encode());
    }

    public override void WriteSignatureAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Algorithm);
        }
    }

    public override byte[] Sign(byte[] data)
    {
        Ed25519Signer signer = new();
        signer.Init(forSigning: true, _key);
        signer.BlockUpdate(data, 0, data.Length);
        return signer.GenerateSignature();
    }

    public override void Dispose()
    {
        // Nothing but memory is held.
    }
}
