namespace Neutree.Core.Packages.Checks;

/// <summary>How much a finding weighs.</summary>
public enum FindingSeverity
{
    /// <summary>Something worth knowing: what was checked, what could not be.</summary>
    Information,

    /// <summary>The package can be used, but something about it isn't as its maker meant it.</summary>
    Warning,

    /// <summary>The package is damaged, incomplete or not what was required.</summary>
    Error,
}
