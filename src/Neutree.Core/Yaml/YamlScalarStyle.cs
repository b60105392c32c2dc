namespace Neutree.Core.Yaml;

/// <summary>How a scalar is written.</summary>
internal enum YamlScalarStyle : byte
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}
