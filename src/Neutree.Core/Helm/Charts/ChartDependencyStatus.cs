namespace Neutree.Core.Helm.Charts;

/// <summary>How a chart holds one of its dependencies (the words of <c>helm dependency list</c>).</summary>
public enum ChartDependencyStatus
{
    /// <summary>As an archive in <c>charts/</c>, in a version that fits.</summary>
    Ok,

    /// <summary>As a folder in <c>charts/</c>, in a version that fits.</summary>
    Unpacked,

    /// <summary>Not at all.</summary>
    Missing,

    /// <summary>In a version outside the range.</summary>
    WrongVersion,

    /// <summary>The range, or the version of the chart, can't be read.</summary>
    InvalidVersion,

    /// <summary>As more than one archive.</summary>
    TooManyMatches,

    /// <summary>The archive bears its name, but holds another chart.</summary>
    Misnamed,
}
