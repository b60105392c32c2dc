namespace Neutree.Core.Helm.Charts;

/// <summary>What is packed, and where to.</summary>
public sealed record ChartPackageOptions
{
    /// <summary>The chart's folder.</summary>
    public required string Chart { get; init; }

    /// <summary>The folder that gets the archive; it is made where there is none.</summary>
    public string Destination { get; init; } = ".";

    /// <summary>The version the archive gets instead of the chart's own.</summary>
    public string? Version { get; init; }

    /// <summary>The version of the application the archive gets instead of the chart's own.</summary>
    public string? AppVersion { get; init; }

    /// <summary>
    /// The time all entries get. Null is <c>SOURCE_DATE_EPOCH</c> (seconds since 1970) where the environment has it, else the newest
    /// file's, so that the same files give the same bytes.
    /// </summary>
    public DateTimeOffset? ModifiedAt { get; init; }
}
