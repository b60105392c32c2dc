using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Neutree.Core.Oci.Serving;

/// <summary>Reads the certificate, with its key, that a registry serves by.</summary>
public static class ServerCertificate
{
    /// <param name="path">A PKCS#12 file (<c>.pfx</c>, <c>.p12</c>), or a PEM file of the certificate, with the key in it or in <paramref name="keyPath"/>.</param>
    /// <param name="keyPath">A PEM file of the key, where it is a file of its own.</param>
    /// <param name="password">Opens the PKCS#12 file or the encrypted key.</param>
    /// <exception cref="ServingException">The file is no certificate, has no key, or the password is wrong.</exception>
    public static X509Certificate2 Load(string path, string? keyPath, string? password)
    {
        try
        {
            if (X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12)
            {
                return X509CertificateLoader.LoadPkcs12FromFile(path, password);
            }

            using X509Certificate2 pem = password is null
                ? X509Certificate2.CreateFromPemFile(path, keyPath)
                : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);

            // Windows can't serve TLS with a key that was never in a key store; a trip through PKCS#12 puts it there.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (CryptographicException failure)
        {
            throw new ServingException("Serving.InvalidCertificate", ErrorKind.InvalidData, $"reading the certificate {path} failed: {failure.Message}", failure)
            {
                Target = path,
                Recommendation = "Give a .pfx file, or PEM files of certificate and key, and the password if they have one.",
            };
        }
    }
}
