namespace Neutree.Core.Oci.Archives;

/// <summary>The uncompressed bytes of a tar, wherever they lie: in a file, behind gzip, inside another tar.</summary>
internal abstract class ArchiveData : IAsyncDisposable
{
    /// <summary>What messages call it.</summary>
    public abstract string Name { get; }

    /// <summary>True where reading in ascending order is far cheaper than any other way.</summary>
    public abstract bool IsSequential { get; }

    /// <summary>Where the data begin in the outermost data that hold them.</summary>
    public virtual long Origin => 0;

    /// <summary>Opens up to <paramref name="length"/> bytes from <paramref name="offset"/>; the stream ends earlier where the data do.</summary>
    public abstract ValueTask<ArchiveStream> OpenRangeAsync(long offset, long length, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
