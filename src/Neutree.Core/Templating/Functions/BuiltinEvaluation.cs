namespace Neutree.Core.Templating.Functions;

/// <summary>How the arguments of a builtin are evaluated.</summary>
internal enum BuiltinEvaluation
{
    /// <summary>All of them, before the call.</summary>
    All,

    /// <summary>Up to the first that is false, which is the result (<c>and</c>).</summary>
    UntilFalse,

    /// <summary>Up to the first that is true, which is the result (<c>or</c>).</summary>
    UntilTrue,

    /// <summary>All of them; the body gets the spelling of the first before them, for its error texts (<c>call</c>).</summary>
    AllAfterSpelling,
}
