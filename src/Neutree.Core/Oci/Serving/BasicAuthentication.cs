using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Neutree.Core.Oci.Serving;

/// <summary>Compares <c>Authorization: Basic</c> with the one credential there is, in a time that tells nothing about it (RFC 7617).</summary>
internal sealed class BasicAuthentication(NetworkCredential credential)
{
    private const string Scheme = "Basic ";
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public bool IsAllowed(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        byte[] given = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Scheme.Length..].Trim(), given, out int count))
        {
            return false;
        }

        byte[] expected = Encoding.UTF8.GetBytes(credential.UserName + ":" + credential.Password);
        // Hashes under a random key have one length and leak nothing by where they first differ.
        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key, expected), HMACSHA256.HashData(_key, given.AsSpan(0, count)));
    }
}
