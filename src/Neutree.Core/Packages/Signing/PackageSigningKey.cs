using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace Neutree.Core.Packages.Signing;

/// <summary>
/// A private key that signs packages: ECDSA on P-256 with SHA-256, from a PEM file (<c>PRIVATE KEY</c>, <c>EC PRIVATE KEY</c> or
/// <c>ENCRYPTED PRIVATE KEY</c>).
/// </summary>
public sealed class PackageSigningKey : IDisposable
{
    private const string EncryptedLabel = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    private const int MaxSize = 64 * 1024;
    private readonly ECDsa _key;

    private PackageSigningKey(ECDsa key) => _key = key;

    /// <summary>Whether <see cref="Load"/> needs a password for it.</summary>
    /// <exception cref="PackageException">The file can't be read.</exception>
    public static bool IsEncrypted(string path) => ReadText(path).Contains(EncryptedLabel, StringComparison.Ordinal);

    /// <param name="path">The PEM file.</param>
    /// <param name="password">For an encrypted key.</param>
    /// <exception cref="PackageException">No readable P-256 key, or the password is missing or wrong.</exception>
    public static PackageSigningKey Load(string path, SecureString? password = null)
    {
        string text = ReadText(path);
        bool encrypted = text.Contains(EncryptedLabel, StringComparison.Ordinal);
        if (encrypted && password is null)
        {
            throw Invalid("Package.SigningKeyEncrypted", path, "it is encrypted and no password was given", "Give its password, or decrypt it with openssl pkcs8 -topk8 -nocrypt.");
        }

        ECDsa key = ECDsa.Create();
        try
        {
            if (encrypted)
            {
                ImportEncrypted(key, text, password!);
            }
            else
            {
                key.ImportFromPem(text);
            }

            ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
            bool isPrivate = parameters.D is not null;
            CryptographicOperations.ZeroMemory(parameters.D);
            return isPrivate && PackagePublicKey.IsP256(parameters) ? new PackageSigningKey(key)
                : throw Invalid("Package.SigningKeyInvalid", path, "it is not a private key on the curve P-256", Advice);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw encrypted
                ? Invalid("Package.SigningKeyPassword", path, "the password is wrong, or the file damaged", "Check the password: openssl pkey -in FILE -noout asks for it.", error)
                : Invalid("Package.SigningKeyInvalid", path, "it is not a private key on the curve P-256 in PEM", Advice, error);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The signature over <paramref name="content"/> as DER (RFC 3279, 2.2.3), which <c>openssl dgst -sha256 -verify</c> takes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> content) => _key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();

    private const string Advice = "Make one with: openssl ecparam -name prime256v1 -genkey -noout -out key.pem";

    private static void ImportEncrypted(ECDsa key, string text, SecureString password)
    {
        nint plain = Marshal.SecureStringToGlobalAllocUnicode(password);
        char[] characters = new char[password.Length];
        try
        {
            Marshal.Copy(plain, characters, 0, characters.Length);
            key.ImportFromEncryptedPem(text, characters);
        }
        finally
        {
            Array.Clear(characters);
            Marshal.ZeroFreeGlobalAllocUnicode(plain);
        }
    }

    private static string ReadText(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return new FileInfo(path).Length <= MaxSize
                ? File.ReadAllText(path, Encoding.ASCII)
                : throw Invalid("Package.SigningKeyInvalid", path, "it is too large to be a key", Advice);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid("Package.SigningKeyUnreadable", path, error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : error.Message, "Check the path.", error);
        }
    }

    private static PackageException Invalid(string errorId, string path, string why, string advice, Exception? inner = null) =>
        new(errorId, ErrorKind.InvalidArgument, $"reading the signing key {path} failed: {why}", inner) { Target = path, Recommendation = advice };
}
