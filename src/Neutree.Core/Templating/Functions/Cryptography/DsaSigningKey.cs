using System.Formats.Asn1;
using System.Security.Cryptography;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>A DSA key, which can be made and printed, but signs no certificate: Go's can't.</summary>
internal sealed class DsaSigningKey(DSAParameters key) : SigningKey
{
    private static GoException NoSigner => new("error creating certificate: x509: certificate private key does not implement crypto.Signer");

    public override byte[] PublicKeyInfo => throw NoSigner;

    /// <summary>Makes a key of 2048 bits with a subgroup of 256.</summary>
    public static DsaSigningKey Generate()
    {
        using DSA dsa = DSA.Create(2048);
        return new DsaSigningKey(dsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Reads what <see cref="ToPem"/> writes.</summary>
    /// <exception cref="AsnContentException">The bytes are no such key.</exception>
    public static DsaSigningKey Read(ReadOnlyMemory<byte> der)
    {
        AsnReader reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        _ = reader.ReadInteger();
        byte[][] numbers = new byte[5][];
        for (int index = 0; index < numbers.Length; index++)
        {
            numbers[index] = reader.ReadIntegerBytes().ToArray();
        }

        return new DsaSigningKey(new DSAParameters { P = numbers[0], Q = numbers[1], G = numbers[2], Y = numbers[3], X = numbers[4] });
    }

    public override string ToPem()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (byte[]? number in (ReadOnlySpan<byte[]?>)[key.P, key.Q, key.G, key.Y, key.X])
            {
                ReadOnlySpan<byte> digits = number.AsSpan().TrimStart((byte)0);
                writer.WriteIntegerUnsigned(digits.IsEmpty ? [0] : digits);
            }
        }

        return PrivateKeyPem.Write("DSA PRIVATE KEY", writer.Encode());
    }

    public override void WriteSignatureAlgorithm(AsnWriter writer) => throw NoSigner;

    public override byte[] Sign(byte[] data) => throw NoSigner;

    public override void Dispose()
    {
        // Nothing but memory is held.
    }
}
