using System.Formats.Asn1;
using System.Security.Cryptography;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>Private keys as PEM: PKCS #1, SEC 1 and PKCS #8 (RFC 7468, RFC 5958), and OpenSSL's form of DSA keys.</summary>
internal static class PrivateKeyPem
{
    private const string Suffix = " PRIVATE KEY";

    public static string Write(string label, byte[] der) => PemEncoding.WriteString(label, der) + "\n";

    /// <summary>Makes a key of a type by its name in Sprig: <c>rsa</c> or nothing, <c>dsa</c>, <c>ecdsa</c>, <c>ed25519</c>; null for others.</summary>
    public static SigningKey? Generate(string type) => type switch
    {
        "" or "rsa" => new RsaSigningKey(RSA.Create(4096)),
        "dsa" => DsaSigningKey.Generate(),
        "ecdsa" => new EcdsaSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        "ed25519" => Ed25519SigningKey.Generate(),
        _ => null,
    };

    /// <summary>Reads the first PEM block as a private key.</summary>
    /// <exception cref="GoException">There is none, or it can't be read.</exception>
    public static SigningKey Read(string pem)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields))
        {
            throw new GoException("no PEM data in input");
        }

        string label = pem[fields.Label];
        byte[] der = Convert.FromBase64String(pem[fields.Base64Data]);
        if (label == "PRIVATE KEY")
        {
            return Import("decoding PEM as PKCS#8", () => ReadPkcs8(der));
        }

        if (!label.EndsWith(Suffix, StringComparison.Ordinal))
        {
            throw new GoException($"no private key data in PEM block of type {label}");
        }

        return label[..^Suffix.Length] switch
        {
            "RSA" => Import("parsing RSA private key from PEM", () => ReadRsa(rsa => rsa.ImportRSAPrivateKey(der, out _))),
            "EC" => Import("parsing EC private key from PEM", () => ReadEcdsa(ecdsa => ecdsa.ImportECPrivateKey(der, out _))),
            "DSA" => Import("parsing DSA private key from PEM", () => DsaSigningKey.Read(der)),
            _ => throw new GoException($"invalid private key type {label}"),
        };
    }

    private static SigningKey Import(string act, Func<SigningKey> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            throw new GoException($"{act}: {exception.Message}", exception);
        }
    }

    private static SigningKey ReadPkcs8(byte[] der)
    {
        AsnReader reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        _ = reader.ReadInteger();
        string algorithm = reader.ReadSequence().ReadObjectIdentifier();
        if (algorithm == Ed25519SigningKey.Algorithm)
        {
            byte[] seed = new AsnReader(reader.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString();
            return seed.Length == Ed25519SigningKey.SeedLength
                ? new Ed25519SigningKey(seed)
                : throw new CryptographicException($"x509: invalid Ed25519 private key length: {seed.Length}");
        }

        return algorithm switch
        {
            "1.2.840.113549.1.1.1" => ReadRsa(rsa => rsa.ImportPkcs8PrivateKey(der, out _)),
            "1.2.840.10045.2.1" => ReadEcdsa(ecdsa => ecdsa.ImportPkcs8PrivateKey(der, out _)),
            _ => throw new CryptographicException($"x509: PKCS#8 wrapping contained private key with unknown algorithm: {algorithm}"),
        };
    }

    private static RsaSigningKey ReadRsa(Action<RSA> import)
    {
        RSA key = RSA.Create();
        try
        {
            import(key);
            return new RsaSigningKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static EcdsaSigningKey ReadEcdsa(Action<ECDsa> import)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            import(key);
            return new EcdsaSigningKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
