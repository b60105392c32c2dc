namespace Neutree.Core.Helm.Lint;

/// <summary>How much a finding weighs.</summary>
public enum ChartLintSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Against custom, or likely to fail later.</summary>
    Warning,

    /// <summary>The chart can't be installed like this.</summary>
    Error,
}
