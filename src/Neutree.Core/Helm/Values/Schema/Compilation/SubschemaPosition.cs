namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>Where in a keyword's value schemas stand.</summary>
[Flags]
internal enum SubschemaPosition
{
    /// <summary>The value is one.</summary>
    Value = 1,

    /// <summary>Each item of an array.</summary>
    Items = 2,

    /// <summary>Each member of an object.</summary>
    Members = 4,
}
