namespace Neutree.Core.Packages.Servers;

/// <summary>The sha256 sum that a server states of a file: <c>Repr-Digest</c> (RFC 9530), <c>Digest</c> (RFC 3230), or <c>X-Checksum-Sha256</c>.</summary>
internal static class StatedChecksum
{
    private const int Sha256Length = 32;

    /// <returns>64 hexadecimal digits, or null.</returns>
    public static string? Find(HttpResponseMessage head) =>
        Value(head, "Repr-Digest", "sha-256=:") is { } represented ? FromBase64(represented.TrimEnd(':'))
        : Value(head, "X-Checksum-Sha256", "") is { } hex && Oci.Digest.TryParse("sha256:" + hex.ToLowerInvariant(), out Oci.Digest digest) ? digest.Hex
        : Value(head, "Digest", "sha-256=") is { } old ? FromBase64(old)
        : null;

    private static string? Value(HttpResponseMessage head, string header, string prefix)
    {
        IEnumerable<string> values = head.Headers.NonValidated.TryGetValues(header, out System.Net.Http.Headers.HeaderStringValues general) ? general
            : head.Content.Headers.NonValidated.TryGetValues(header, out System.Net.Http.Headers.HeaderStringValues content) ? content
            : [];
        return values.SelectMany(static value => value.Split(','))
            .Select(static value => value.Trim())
            .FirstOrDefault(value => value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))?[prefix.Length..];
    }

    private static string? FromBase64(string text)
    {
        byte[] sum = new byte[Sha256Length];
        return Convert.TryFromBase64String(text, sum, out int length) && length == sum.Length ? Convert.ToHexStringLower(sum) : null;
    }
}
