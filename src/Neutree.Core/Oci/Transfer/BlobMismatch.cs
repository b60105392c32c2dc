namespace Neutree.Core.Oci.Transfer;

/// <summary>The errors for content that isn't what its descriptor promised.</summary>
internal static class BlobMismatch
{
    private const string Advice = "The source is damaged or was altered: copy it again and compare its checksum with the one it was published with.";

    public static TransferException Length(string name, long expected, long actual) =>
        new("Transfer.LengthMismatch", ErrorKind.InvalidData, $"{name} should have {expected} bytes but {(actual > expected ? "has more" : $"ends after {actual}")}")
        {
            Target = name,
            Recommendation = Advice,
        };

    public static TransferException Digest(string name, Digest expected, Digest actual) =>
        new("Transfer.DigestMismatch", ErrorKind.InvalidData, $"{name} has digest {actual} instead of {expected}")
        {
            Target = name,
            Recommendation = Advice,
        };

    public static TransferException DiffId(string name, Digest expected, Digest actual) =>
        new("Transfer.DiffIdMismatch", ErrorKind.InvalidData, $"{name} unpacks to {actual}, but the image's config lists diff ID {expected}")
        {
            Target = name,
            Recommendation = Advice,
        };
}
