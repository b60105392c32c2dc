namespace Neutree.Core.Yaml;

/// <summary>The types that a scalar's text can resolve to (YAML 1.1 as go-yaml 2 reads it).</summary>
internal enum YamlScalarKind : byte
{
    Null,
    Bool,
    Int,
    Uint,
    Float,
    String,
    Binary,
    Timestamp,
}
