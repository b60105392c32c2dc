namespace Neutree.Core.Oci.Transfer;

/// <summary>How a run of image transfers goes.</summary>
public sealed record TransferOptions
{
    public LayerCompression LayerCompression { get; init; } = LayerCompression.Gzip;

    /// <summary>Platforms to take from an index; empty = all the source holds.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>Write only the new image to a tag instead of joining it with other platforms the tag already holds.</summary>
    public bool Replace { get; init; }

    /// <summary>Blobs in work at a time.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>Say what would be done, read manifests only, write nothing.</summary>
    public bool WhatIf { get; init; }

    /// <summary>Bytes a compressed archive may unpack to; null: 1 TiB, and no more than gzip bombs fall short of.</summary>
    public long? MaxUnpackedSize { get; init; }

    /// <summary>Folder for the journal; null keeps none.</summary>
    public string? CacheFolder { get; init; }
}
