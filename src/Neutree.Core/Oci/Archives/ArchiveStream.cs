using Neutree.Core.Compression;

namespace Neutree.Core.Oci.Archives;

/// <summary>A forward stream that can leave out bytes, cheaply where its data allow it.</summary>
internal abstract class ArchiveStream : ForwardStream
{
    /// <summary>Leaves out up to <paramref name="count"/> bytes and returns how many there were before the end.</summary>
    public abstract ValueTask<long> SkipAsync(long count, CancellationToken cancellationToken);

    protected override ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
