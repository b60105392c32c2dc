using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Neutree.Core.Oci;

/// <summary>
/// A content identifier <c>algorithm:hex</c>; <c>sha256</c> and <c>sha512</c> are known.
/// See the OCI image specification, descriptor.md, "Digests".
/// </summary>
public readonly record struct Digest
{
    private const int Sha256HexLength = 64;
    private const int Sha512HexLength = 128;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _value;

    private Digest(string value) => _value = value;

    /// <summary>The empty JSON object <c>{}</c>, used as the config of artifacts without one (image-spec, manifest.md).</summary>
    public static Digest OfEmptyJson { get; } = Compute("{}"u8);

    public string Algorithm => Value[..Value.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>Lower-case hexadecimal digits after the colon.</summary>
    public string Hex => Value[(Value.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private string Value => _value ?? throw new InvalidOperationException("an empty digest was used");

    /// <exception cref="OciFormatException">The text is no digest, or its algorithm isn't supported.</exception>
    public static Digest Parse(string text) =>
        TryParse(text, out Digest digest)
            ? digest
            : throw new OciFormatException("Oci.InvalidDigest", $"'{text}' is not a sha256 or sha512 digest") { Target = text };

    public static bool TryParse(string? text, out Digest digest)
    {
        digest = default;
        if (text is null)
        {
            return false;
        }

        int expected = text.StartsWith("sha256:", StringComparison.Ordinal) ? Sha256HexLength
            : text.StartsWith("sha512:", StringComparison.Ordinal) ? Sha512HexLength
            : -1;
        const int prefix = 7;
        if (expected < 0 || text.Length != prefix + expected || text.AsSpan(prefix).ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        digest = new Digest(text);
        return true;
    }

    /// <summary>The sha256 digest of <paramref name="content"/>.</summary>
    public static Digest Compute(ReadOnlySpan<byte> content) => new("sha256:" + Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>The digest of <paramref name="content"/> under the same algorithm as this one.</summary>
    public Digest ComputeSame(ReadOnlySpan<byte> content) =>
        Algorithm == "sha512" ? new Digest("sha512:" + Convert.ToHexStringLower(SHA512.HashData(content))) : Compute(content);

    /// <summary>Ends <paramref name="hash"/>, which came from <see cref="CreateHash"/> or was made for sha256.</summary>
    public static Digest Finish(IncrementalHash hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        string algorithm = hash.AlgorithmName == HashAlgorithmName.SHA512 ? "sha512:" : "sha256:";
        return new Digest(algorithm + Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>A running hash of this digest's algorithm, to check a stream against it.</summary>
    public IncrementalHash CreateHash() =>
        IncrementalHash.CreateHash(Algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);

    /// <summary>The first twelve hexadecimal digits behind the algorithm, for people: <c>sha256:44136fa355b3</c>.</summary>
    public string ToShortString() => Algorithm + ":" + Hex[..12];

    public override string ToString() => Value;

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(_value);
        return true;
    }
}
