using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Neutree.Core.Kubernetes.Configuration;

namespace Neutree.Core.Kubernetes.Credentials;

/// <summary>Loads a certificate with its key, and the intermediate ones that come with it.</summary>
internal static class ClientCertificate
{
    /// <summary>Null where the user has none.</summary>
    /// <exception cref="KubernetesException">A file or its content can't be used.</exception>
    public static SslStreamCertificateContext? Load(KubeconfigUser user)
    {
        string? certificate = Text(user.ClientCertificateData, user.ClientCertificateFile, "client certificate");
        string? key = Text(user.ClientKeyData, user.ClientKeyFile, "client key");
        string source = user.ClientCertificateData is null && user.ClientCertificateFile is { } file ? file : $"the kubeconfig's user '{user.Name}'";
        return certificate is null && key is null ? null
            : certificate is null || key is null ? throw KubeconfigProblem.Invalid($"user '{user.Name}' has a client {(key is null ? "certificate without a key" : "key without a certificate")}", user.Name)
            : Parse(certificate, key, source);
    }

    /// <param name="certificate">PEM; the first one is the client's.</param>
    /// <param name="key">PEM, not encrypted.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="KubernetesException">They can't be used, or don't belong together.</exception>
    public static SslStreamCertificateContext Parse(string certificate, string key, string source)
    {
        try
        {
            X509Certificate2Collection all = [];
            all.ImportFromPem(certificate);
            using X509Certificate2 pem = X509Certificate2.CreateFromPem(certificate, key);

            // Windows' TLS can't use a key that lives in memory only; a round through PKCS#12 gives it one it can.
            X509Certificate2 own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);

            // What belongs to it is in the kubeconfig. Without a list of authorities the system's would be read to look there, which takes a tenth of a second.
            return SslStreamCertificateContext.Create(own, [.. all.Skip(1)], offline: true, SslCertificateTrust.CreateForX509Collection(all));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            // The messages of these tell of forms and never of contents.
            throw KubeconfigProblem.File("client certificate or key", source, error.Message, error);
        }
    }

    private static string? Text(byte[]? data, string? file, string what)
    {
        if (data is not null)
        {
            return Encoding.UTF8.GetString(data);
        }

        try
        {
            return file is null ? null : File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw KubeconfigProblem.File(what, file!, error.Message, error);
        }
    }
}
