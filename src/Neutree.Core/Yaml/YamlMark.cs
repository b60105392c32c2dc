namespace Neutree.Core.Yaml;

/// <summary>A place in a document. All numbers count from 0, in characters and not in bytes.</summary>
internal readonly record struct YamlMark(int Index, int Line, int Column);
