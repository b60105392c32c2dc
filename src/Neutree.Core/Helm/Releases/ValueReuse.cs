namespace Neutree.Core.Helm.Releases;

/// <summary>What becomes of the values of the revision before in an upgrade.</summary>
public enum ValueReuse
{
    /// <summary>They stay where no new ones are given; else only the new ones count.</summary>
    Auto,

    /// <summary>They stay, with the defaults of the chart they were given for; new ones are laid over them (<c>--reuse-values</c>).</summary>
    Reuse,

    /// <summary>They are forgotten (<c>--reset-values</c>).</summary>
    Reset,

    /// <summary>They stay, over the defaults of the new chart; new ones are laid over them (<c>--reset-then-reuse-values</c>).</summary>
    ResetThenReuse,
}
