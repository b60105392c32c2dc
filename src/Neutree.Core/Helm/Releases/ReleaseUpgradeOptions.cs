namespace Neutree.Core.Helm.Releases;

/// <summary>What a release is upgraded to. See <see cref="ReleaseUpgrader"/>.</summary>
public sealed record ReleaseUpgradeOptions : ReleaseChartOptions
{
    /// <summary>Install where there is no such release.</summary>
    public bool Install { get; init; }

    public ValueReuse ValueReuse { get; init; }

    /// <summary>Delete what an upgrade that failed has made anew.</summary>
    public bool CleanupOnFail { get; init; }
}
