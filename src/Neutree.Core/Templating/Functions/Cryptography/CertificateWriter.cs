using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>
/// Writes X.509 certificates (RFC 5280) with the fields, extensions and encodings of Sprig's; .NET's own builder orders and encodes
/// differently and knows no Ed25519.
/// </summary>
internal static class CertificateWriter
{
    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly Asn1Tag KeyIdentifier = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 7);

    /// <summary>Writes a certificate for a key, signed by an issuer or, where null, by itself.</summary>
    /// <returns>PEM.</returns>
    /// <exception cref="GoException">A name can't be encoded, or the key can't sign.</exception>
    public static string Write(CertificateRequestOptions options, SigningKey key, CertificateIssuer? issuer)
    {
        byte[] subject = WriteName(options.CommonName);
        issuer ??= new CertificateIssuer(subject, KeyIdentifier: null, key);
        byte[] content = WriteContent(options, key.PublicKeyInfo, subject, issuer);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(content);
            issuer.Key.WriteSignatureAlgorithm(writer);
            writer.WriteBitString(issuer.Key.Sign(content));
        }

        return PrivateKeyPem.Write("CERTIFICATE", writer.Encode());
    }

    private static byte[] WriteContent(CertificateRequestOptions options, byte[] publicKey, byte[] subject, CertificateIssuer issuer)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Version))
            {
                writer.WriteInteger(2);
            }

            ReadOnlySpan<byte> serial = RandomNumberGenerator.GetBytes(16).AsSpan().TrimStart((byte)0);
            writer.WriteIntegerUnsigned(serial.IsEmpty ? [1] : serial);
            issuer.Key.WriteSignatureAlgorithm(writer);
            writer.WriteEncodedValue(issuer.Name);
            DateTimeOffset now = DateTimeOffset.UtcNow;
            using (writer.PushSequence())
            {
                WriteTime(writer, now);

                // Go counts in nanoseconds, which overflow after 292 years.
                WriteTime(writer, now.AddTicks(unchecked(options.Days * 86_400L * 1_000_000_000) / TimeSpan.NanosecondsPerTick));
            }

            writer.WriteEncodedValue(subject);
            writer.WriteEncodedValue(publicKey);
            using (writer.PushSequence(Extensions))
            using (writer.PushSequence())
            {
                WriteExtensions(writer, options, publicKey, subject, issuer);
            }
        }

        return writer.Encode();
    }

    private static void WriteExtensions(AsnWriter writer, CertificateRequestOptions options, byte[] publicKey, byte[] subject, CertificateIssuer issuer)
    {
        // Digital signature and key encipherment; an authority signs certificates besides.
        WriteExtension(writer, "2.5.29.15", isCritical: true, value => value.WriteBitString(
            options.IsAuthority ? [0b1010_0100] : [0b1010_0000], unusedBitCount: options.IsAuthority ? 2 : 5));
        WriteExtension(writer, "2.5.29.37", isCritical: false, static value =>
        {
            using (value.PushSequence())
            {
                value.WriteObjectIdentifier("1.3.6.1.5.5.7.3.1");
                value.WriteObjectIdentifier("1.3.6.1.5.5.7.3.2");
            }
        });
        WriteExtension(writer, "2.5.29.19", isCritical: true, value =>
        {
            using (value.PushSequence())
            {
                if (options.IsAuthority)
                {
                    value.WriteBoolean(true);
                }
            }
        });
        if (options.IsAuthority)
        {
            WriteExtension(writer, "2.5.29.14", isCritical: false, value => value.WriteOctetString(IdentifierOf(publicKey)));
        }

        if (issuer.KeyIdentifier is { Length: > 0 } identifier && !issuer.Name.AsSpan().SequenceEqual(subject))
        {
            WriteExtension(writer, "2.5.29.35", isCritical: false, value =>
            {
                using (value.PushSequence())
                {
                    value.WriteOctetString(identifier, KeyIdentifier);
                }
            });
        }

        if (options.DnsNames.Count + options.Addresses.Count > 0)
        {
            WriteExtension(writer, "2.5.29.17", isCritical: options.CommonName.Length == 0, value => WriteAlternativeNames(value, options));
        }
    }

    private static void WriteExtension(AsnWriter writer, string identifier, bool isCritical, Action<AsnWriter> write)
    {
        AsnWriter value = new(AsnEncodingRules.DER);
        write(value);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            if (isCritical)
            {
                writer.WriteBoolean(true);
            }

            writer.WriteOctetString(value.Encode());
        }
    }

    private static void WriteAlternativeNames(AsnWriter writer, CertificateRequestOptions options)
    {
        using (writer.PushSequence())
        {
            foreach (string name in options.DnsNames)
            {
                if (!Ascii.IsValid(name))
                {
                    throw new GoException($"error creating certificate: x509: \"{name}\" cannot be encoded as an IA5String");
                }

                writer.WriteCharacterString(UniversalTagNumber.IA5String, name, DnsName);
            }

            foreach (IPAddress address in options.Addresses)
            {
                IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
                writer.WriteOctetString(plain.GetAddressBytes(), Address);
            }
        }
    }

    /// <summary>RFC 7093, method 1: the first 160 bits of the SHA-256 of the key's bits.</summary>
    private static byte[] IdentifierOf(byte[] publicKey)
    {
        AsnReader reader = new AsnReader(publicKey, AsnEncodingRules.DER).ReadSequence();
        _ = reader.ReadSequence();
        return SHA256.HashData(reader.ReadBitString(out _))[..20];
    }

    private static byte[] WriteName(string commonName)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (commonName.Length > 0)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("2.5.4.3");
                    writer.WriteCharacterString(
                        commonName.All(IsPrintable) ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String, commonName);
                }
            }
        }

        return writer.Encode();
    }

    private static bool IsPrintable(char character) => char.IsAsciiLetterOrDigit(character) || " '()+,-./:=?".Contains(character, StringComparison.Ordinal);

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.Year is >= 1950 and < 2050)
        {
            writer.WriteUtcTime(time);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }
}
