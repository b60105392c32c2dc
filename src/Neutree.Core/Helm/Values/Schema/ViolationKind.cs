namespace Neutree.Core.Helm.Values.Schema;

/// <summary>How a violation relates to its causes.</summary>
internal enum ViolationKind
{
    /// <summary>A keyword's assertion.</summary>
    Assertion,

    /// <summary>Several violations of one schema, which merge into what refers to the schema.</summary>
    Group,

    /// <summary>A reference to the schema that was broken.</summary>
    Reference,
}
