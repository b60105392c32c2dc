using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>Who signs: a name, its key identifier if it has one, and the key.</summary>
internal sealed record CertificateIssuer(byte[] Name, byte[]? KeyIdentifier, SigningKey Key)
{
    /// <summary>An issuer from its certificate.</summary>
    /// <exception cref="GoException">The certificate isn't the key's.</exception>
    public static CertificateIssuer FromCertificate(X509Certificate2 certificate, SigningKey key)
    {
        X509SubjectKeyIdentifierExtension? identifier = certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault();
        return certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.PublicKeyInfo)
            ? new CertificateIssuer(certificate.SubjectName.RawData, identifier?.SubjectKeyIdentifierBytes.ToArray(), key)
            : throw new GoException("error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey");
    }

    /// <summary>Reads the first PEM block as a certificate, whatever its label says.</summary>
    /// <exception cref="GoException">There is none, or it can't be read.</exception>
    public static X509Certificate2 ReadCertificate(string pem)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields))
        {
            throw new GoException("unable to decode certificate");
        }

        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(pem[fields.Base64Data]));
        }
        catch (CryptographicException exception)
        {
            throw new GoException($"error parsing certificate: decodedCert.Bytes: {exception.Message}", exception);
        }
    }
}
