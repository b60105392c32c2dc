using System.Buffers;
using System.Security.Cryptography;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>Text under AES-256-CBC: the password, cut or filled with zeros, is the key; Base64 of IV and padded content.</summary>
internal static class AesText
{
    private const int KeyLength = 32;
    private const int BlockLength = 16;

    private static readonly SearchValues<byte> Base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    public static GoString Encrypt(GoString password, GoString text)
    {
        if (text.IsEmpty)
        {
            return GoString.Empty;
        }

        using Aes aes = CreateCipher(password);
        byte[] content = aes.EncryptCbc(text.Span, aes.IV, PaddingMode.PKCS7);
        return Convert.ToBase64String([.. aes.IV, .. content]);
    }

    /// <exception cref="GoException">The text isn't what <see cref="Encrypt"/> makes.</exception>
    public static GoString Decrypt(GoString password, GoString text)
    {
        if (text.IsEmpty)
        {
            return GoString.Empty;
        }

        byte[] encrypted = Decode(text, out int capacity);
        if (encrypted.Length < BlockLength)
        {
            throw new GoException($"runtime error: slice bounds out of range [:{BlockLength}] with capacity {capacity}");
        }

        if (encrypted.Length % BlockLength != 0)
        {
            throw new GoException("crypto/cipher: input not full blocks");
        }

        if (encrypted.Length == BlockLength)
        {
            throw new GoException("runtime error: index out of range [-1]");
        }

        using Aes aes = CreateCipher(password);
        byte[] content = aes.DecryptCbc(encrypted.AsSpan(BlockLength), encrypted.AsSpan(0, BlockLength), PaddingMode.None);

        // A wrong password shows as any number here; Go trusts it as long as it fits.
        int length = content.Length - content[^1];
        return length < 0
            ? throw new GoException($"runtime error: slice bounds out of range [:{length}]")
            : GoString.FromBytes(content.AsSpan(0, length));
    }

    private static Aes CreateCipher(GoString password)
    {
        byte[] key = new byte[KeyLength];
        password.Span[..Math.Min(password.Length, KeyLength)].CopyTo(key);
        Aes aes = Aes.Create();
        aes.Key = key;
        return aes;
    }

    private static byte[] Decode(GoString text, out int capacity)
    {
        capacity = text.Length / 4 * 3;
        byte[] decoded = new byte[capacity];
        if (Convert.TryFromBase64String(text.ToString(), decoded, out int length))
        {
            return decoded[..length];
        }

        int wrong = text.Span.IndexOfAnyExcept(Base64Characters);
        throw new GoException($"illegal base64 data at input byte {(wrong >= 0 ? wrong : text.Length / 4 * 4)}");
    }
}
