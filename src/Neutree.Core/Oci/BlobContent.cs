namespace Neutree.Core.Oci;

/// <summary>A blob to be written somewhere: what is known of it beforehand, and a way to read it from the start, as often as needed.</summary>
public sealed record BlobContent
{
    /// <summary>What messages and progress call it: <c>layer sha256:1f2e…</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The digest, where it is known before the bytes were read; else <see cref="BlobStream.CompletedDigest"/> tells it.</summary>
    public Digest? Digest { get; init; }

    /// <summary>The length in bytes, where it is known beforehand.</summary>
    public long? Length { get; init; }

    /// <summary>
    /// Names these exact bytes across runs, so that a journal can resume a half-done upload; null where a second reading may give other
    /// bytes.
    /// </summary>
    public string? ResumeKey { get; init; }

    /// <summary>Opens the content at its start. Each call gives the same bytes.</summary>
    public required Func<CancellationToken, Task<BlobStream>> OpenAsync { get; init; }
}
