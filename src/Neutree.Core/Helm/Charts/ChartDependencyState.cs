namespace Neutree.Core.Helm.Charts;

/// <summary>What of a dependency lies in <c>charts/</c>.</summary>
public enum ChartDependencyState
{
    /// <summary>A chart of that name and a version in range.</summary>
    Present,

    /// <summary>A chart of that name, of another version.</summary>
    WrongVersion,

    /// <summary>No chart of that name.</summary>
    Missing,
}
