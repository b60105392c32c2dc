using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>A node of a document: a scalar, a sequence, a mapping, or an alias of another node.</summary>
internal sealed class YamlNode
{
    public YamlNode(YamlEvent source)
    {
        Kind = source.Kind;
        Line = source.Start.Line;
        Index = source.Start.Index;
        Tag = source.Tag;
        Value = source.Value ?? GoString.Empty;
        IsImplicit = source.IsImplicit;
        Children = Kind is YamlEventKind.SequenceStart or YamlEventKind.MappingStart ? [] : null!;
    }

    /// <summary>The event that began it.</summary>
    public YamlEventKind Kind { get; }

    /// <summary>Its line, from 0.</summary>
    public int Line { get; }

    /// <summary>Characters before it in the text.</summary>
    public int Index { get; }

    /// <summary>A scalar's tag in full; null for none.</summary>
    public GoString? Tag { get; }

    /// <summary>A scalar's text; an alias' name.</summary>
    public GoString Value { get; init; }

    /// <summary>Whether a scalar's type follows from its text.</summary>
    public bool IsImplicit { get; }

    /// <summary>The node that an alias stands for.</summary>
    public YamlNode? Target { get; init; }

    /// <summary>A sequence's items; a mapping's keys and values in turn.</summary>
    public List<YamlNode> Children { get; }

    /// <summary>Whether this key merges the mapping that is its value.</summary>
    public bool IsMergeKey =>
        Kind == YamlEventKind.Scalar && Value.Span.SequenceEqual("<<"u8) && (IsImplicit || Tag?.Span.SequenceEqual("tag:yaml.org,2002:merge"u8) == true);
}
