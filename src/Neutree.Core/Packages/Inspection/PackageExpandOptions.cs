namespace Neutree.Core.Packages.Inspection;

/// <summary>What PackageExpander unpacks and where to.</summary>
public sealed record PackageExpandOptions
{
    /// <summary>The package: a file, or the first part of a split one.</summary>
    public required string Path { get; init; }

    /// <summary>The folder that gets the files, full path; it is made where there is none.</summary>
    public required string Destination { get; init; }

    /// <summary>Replace files that are there; otherwise the first of them is an error, before anything is written.</summary>
    public bool Force { get; init; }

    /// <summary>Leave the image archives out.</summary>
    public bool SkipImages { get; init; }

    /// <summary>Bytes a compressed package may unpack to; null: 1 TiB, and no more than gzip bombs fall short of.</summary>
    public long? MaxUnpackedSize { get; init; }
}
