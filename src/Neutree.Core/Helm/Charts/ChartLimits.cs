namespace Neutree.Core.Helm.Charts;

/// <summary>What a chart may take, so that a hostile archive can't fill the memory. The first two are Helm's.</summary>
internal sealed record ChartLimits
{
    /// <summary>Content of one archive when unpacked, in bytes.</summary>
    public long ArchiveSize { get; init; } = 100L * 1024 * 1024;

    /// <summary>Content of one file, in bytes.</summary>
    public long FileSize { get; init; } = 5L * 1024 * 1024;

    /// <summary>Content of a chart and all archives packed inside it, in bytes.</summary>
    public long TotalSize { get; init; } = 400L * 1024 * 1024;

    /// <summary>Entries of a chart and all archives packed inside it, folders included.</summary>
    public int Entries { get; init; } = 200_000;

    /// <summary>Charts inside charts.</summary>
    public int Nesting { get; init; } = 64;
}
