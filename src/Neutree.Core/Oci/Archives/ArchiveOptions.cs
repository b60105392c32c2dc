using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Neutree.Core.Oci.Archives;

/// <summary>How archives are read.</summary>
public sealed record ArchiveOptions
{
    /// <summary>Bytes a compressed archive may unpack to before it is refused as a bomb.</summary>
    public long MaxDecompressedSize { get; init; } = 1L << 40;

    /// <summary>
    /// How many times its compressed size an archive may unpack to. It counts from <see cref="RatioGrace"/> unpacked bytes on: short
    /// runs of zeros are ordinary in images.
    /// </summary>
    public int MaxCompressionRatio { get; init; } = 200;

    /// <summary>Unpacked bytes below which the ratio isn't looked at.</summary>
    public long RatioGrace { get; init; } = 256L << 20;

    /// <summary>Folder that keeps the index of compressed archives, so that a second run needs no first pass; null keeps none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Folder for input that can be read only once; null: the system's temporary folder.</summary>
    public string? TemporaryFolder { get; init; }

    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Blobs that a delta says it doesn't bring: an image that lacks no others is whole.</summary>
    internal IReadOnlySet<Digest> AbsentBlobs { get; init; } = FrozenSet<Digest>.Empty;

    /// <summary>The refusal of a gzip that unpacks to too much; null where it is within the limits.</summary>
    /// <param name="archive">What messages call it.</param>
    /// <param name="unpacked">Bytes it unpacks to, as far as known.</param>
    /// <param name="compressed">Compressed bytes that these take up.</param>
    internal ArchiveException? RefusalOf(string archive, long unpacked, long compressed)
    {
        string? why = unpacked > MaxDecompressedSize ? $"it unpacks to more than {MaxDecompressedSize} bytes"
            : unpacked > RatioGrace && unpacked / MaxCompressionRatio > compressed ? $"it unpacks to more than {MaxCompressionRatio} times its size, as gzip bombs do"
            : null;
        return why is null ? null : new ArchiveException("Archive.DecompressionLimit", ErrorKind.LimitExceeded, $"reading {archive} failed: {why}")
        {
            Target = archive,
            Recommendation = "If you trust the file, raise the limit with -MaxUnpackedSize, or unpack it with gzip -d first.",
        };
    }

    /// <summary>These options with the user's own limit, if there is one; it takes the place of the ratio too.</summary>
    public ArchiveOptions WithMaxUnpackedSize(long? bytes) =>
        bytes is { } limit ? this with { MaxDecompressedSize = limit, MaxCompressionRatio = int.MaxValue } : this;
}
