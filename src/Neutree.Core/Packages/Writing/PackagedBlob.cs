using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Writing;

/// <summary>A config or layer that goes into a package.</summary>
internal sealed record PackagedBlob
{
    public required Digest Digest { get; init; }

    public required long Size { get; init; }

    /// <summary>What messages and progress call it: <c>layer sha256:…</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The image it is written for first.</summary>
    public required string Image { get; init; }

    /// <summary>False for what is compressed already.</summary>
    public required bool Compresses { get; init; }

    /// <summary>Whether its source is best read in ascending <see cref="Position"/>.</summary>
    public bool IsSequential { get; init; }

    public long Position { get; init; }

    /// <summary>The blob from its start; it is checked against digest and size while it is read.</summary>
    public required Func<CancellationToken, Task<Stream>> OpenAsync { get; init; }
}
