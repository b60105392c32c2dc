namespace Neutree.Core.Oci.Archives;

/// <summary>A part of other data, such as a tar inside a tar. The outer data outlive it.</summary>
internal sealed class SliceArchiveData(ArchiveData outer, string name, long start, long length) : ArchiveData
{
    public override string Name => name;

    public override bool IsSequential => outer.IsSequential;

    public override long Origin => outer.Origin + start;

    public override ValueTask<ArchiveStream> OpenRangeAsync(long offset, long count, CancellationToken cancellationToken) =>
        outer.OpenRangeAsync(start + Math.Min(offset, length), Math.Clamp(length - offset, 0, count), cancellationToken);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
