namespace Neutree.Core.Packages.Receiving;

/// <summary>A package that was fetched.</summary>
public sealed record ReceivedPackage
{
    /// <summary>The package's full path; of a split one, its first part's: the name that readers take.</summary>
    public required string Path { get; init; }

    /// <summary>The same, under the name that files have it by.</summary>
    public string FullName => Path;

    /// <summary>Where it came from, without user, password and query.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The full paths of all files: archive or parts, checksums, standalone manifest.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Bytes of the archive, or of its parts together; in a plan 0 where the server doesn't say.</summary>
    public long Size { get; init; }

    /// <summary>The archive's sha256 sum as 64 hexadecimal digits; null for parts, and in a plan.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether every sum was compared with one that came another way than the file: from a checksum file, an artifact's manifest, or the user.</summary>
    public bool IsVerified { get; init; }

    /// <summary>Bytes that were fetched in this run.</summary>
    public long BytesReceived { get; init; }

    public TimeSpan Duration { get; init; }

    public ReceiveStatus Status { get; init; }
}
