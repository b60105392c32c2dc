namespace Neutree.Core.Yaml;

/// <summary>What the parser reports.</summary>
internal enum YamlEventKind : byte
{
    StreamStart,
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    Alias,
    Scalar,
    SequenceStart,
    SequenceEnd,
    MappingStart,
    MappingEnd,
}
