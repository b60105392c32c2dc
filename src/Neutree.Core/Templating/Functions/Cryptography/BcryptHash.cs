using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>Password hashes of the form <c>$2a$10$salt+hash</c> (golang.org/x/crypto/bcrypt).</summary>
internal static class BcryptHash
{
    /// <summary>Bytes of a password that bcrypt can take.</summary>
    public const int MaxPasswordLength = 72;

    private const int Cost = 10;
    private const int SaltLength = 16;
    private const int HashLength = 23;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Hashes a password with a salt of its own.</summary>
    public static string Create(ReadOnlySpan<byte> password) => Create(password, RandomNumberGenerator.GetBytes(SaltLength));

    /// <summary>Hashes a password of at most <see cref="MaxPasswordLength"/> bytes.</summary>
    public static string Create(ReadOnlySpan<byte> password, byte[] salt)
    {
        // The key ends with a zero byte, as in C; it is beyond what a password of full length leaves room for.
        byte[] key = new byte[Math.Min(password.Length + 1, MaxPasswordLength)];
        password.CopyTo(key);
        byte[] hash = BCrypt.Generate(key, salt, Cost);
        StringBuilder text = new("$2a$10$");
        AppendBase64(text, salt);
        AppendBase64(text, hash.AsSpan(0, HashLength));
        return text.ToString();
    }

    /// <summary>Bcrypt's own Base64: another alphabet, no padding.</summary>
    private static void AppendBase64(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        int bits = 0;
        int count = 0;
        foreach (byte value in bytes)
        {
            bits = (bits << 8) | value;
            count += 8;
            while (count >= 6)
            {
                count -= 6;
                text.Append(Alphabet[(bits >> count) & 63]);
            }
        }

        if (count > 0)
        {
            text.Append(Alphabet[(bits << (6 - count)) & 63]);
        }
    }
}
