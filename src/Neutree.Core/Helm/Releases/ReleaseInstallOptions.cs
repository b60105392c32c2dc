namespace Neutree.Core.Helm.Releases;

/// <summary>What is installed. See <see cref="ReleaseInstaller"/>.</summary>
public sealed record ReleaseInstallOptions : ReleaseChartOptions
{
    /// <summary>Use the name of a release again that was uninstalled with its history kept.</summary>
    public bool Replace { get; init; }
}
