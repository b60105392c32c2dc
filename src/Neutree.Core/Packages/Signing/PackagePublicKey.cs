using System.Security.Cryptography;
using System.Text;

namespace Neutree.Core.Packages.Signing;

/// <summary>The key that a package's signature is checked with: ECDSA on P-256, from a PEM file (<c>PUBLIC KEY</c>).</summary>
internal sealed class PackagePublicKey : IDisposable
{
    private const string CurveOid = "1.2.840.10045.3.1.7";
    private const int MaxSize = 64 * 1024;
    private readonly ECDsa _key;

    private PackagePublicKey(ECDsa key, string path)
    {
        _key = key;
        Path = path;
    }

    /// <summary>The file it came from.</summary>
    public string Path { get; }

    /// <exception cref="PackageException">No readable P-256 key.</exception>
    public static PackagePublicKey Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ECDsa key = ECDsa.Create();
        try
        {
            if (new FileInfo(path).Length > MaxSize)
            {
                throw Invalid(path, "it is too large to be a key");
            }

            key.ImportFromPem(File.ReadAllText(path, Encoding.ASCII));
            return IsP256(key.ExportParameters(includePrivateParameters: false))
                ? new PackagePublicKey(key, path)
                : throw Invalid(path, "it is not on the curve P-256");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw Invalid(path, error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "it is not a public key on the curve P-256 in PEM", error);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Whether <paramref name="signature"/>, in DER, was made over <paramref name="content"/> with the private half of this key.</summary>
    public bool Verifies(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) =>
        _key.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();

    public static bool IsP256(ECParameters parameters) =>
        parameters.Curve.IsNamed && (parameters.Curve.Oid.Value == CurveOid || parameters.Curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256");

    private static PackageException Invalid(string path, string why, Exception? inner = null) =>
        new("Package.PublicKeyInvalid", ErrorKind.InvalidArgument, $"reading the public key {path} failed: {why}", inner)
        {
            Target = path,
            Recommendation = "Make it from the signing key with: openssl ec -in key.pem -pubout -out public.pem",
        };
}
