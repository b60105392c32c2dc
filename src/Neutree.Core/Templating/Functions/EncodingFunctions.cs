using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3's encodings and check sums. A text that can't be decoded yields Go's error text in its place, as in Sprig.</summary>
internal static class EncodingFunctions
{
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "sha1sum is what charts ask for.")]
    public static void AddTo(FunctionTable table)
    {
        table.Add(
            GoFunction.From("b64enc", (GoString text) => BaseEncoding.EncodeBase64(text)),
            GoFunction.From("b64dec", (GoString text) => OrErrorText(text, BaseEncoding.DecodeBase64)),
            GoFunction.From("b32enc", (GoString text) => BaseEncoding.EncodeBase32(text)),
            GoFunction.From("b32dec", (GoString text) => OrErrorText(text, BaseEncoding.DecodeBase32)),
            GoFunction.From("sha1sum", (GoString text) => Hex(SHA1.HashData(text.Span))),
            GoFunction.From("sha256sum", (GoString text) => Hex(SHA256.HashData(text.Span))),
            GoFunction.From("sha512sum", (GoString text) => Hex(SHA512.HashData(text.Span))),
            GoFunction.From("adler32sum", (GoString text) => (GoString)Adler32(text.Span).ToString(CultureInfo.InvariantCulture)));
    }

    private static GoString Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private static GoString OrErrorText(GoString text, Func<GoString, GoString> decode)
    {
        try
        {
            return decode(text);
        }
        catch (GoException e)
        {
            return e.Message;
        }
    }

    /// <summary>RFC 1950.</summary>
    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint modulus = 65521;
        uint low = 1;
        uint high = 0;
        foreach (byte value in bytes)
        {
            low = (low + value) % modulus;
            high = (high + low) % modulus;
        }

        return (high << 16) | low;
    }
}
