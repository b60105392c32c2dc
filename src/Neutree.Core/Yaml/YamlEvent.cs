using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>A step through the structure of a document.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Anchor">The node's anchor, or what an alias refers to.</param>
/// <param name="Tag">The node's tag in full, null for none.</param>
/// <param name="Value">A scalar's text; null for an empty one.</param>
/// <param name="IsImplicit">Whether a scalar's type follows from its text.</param>
internal readonly record struct YamlEvent(
    YamlEventKind Kind,
    YamlMark Start,
    GoString? Anchor = null,
    GoString? Tag = null,
    GoString? Value = null,
    bool IsImplicit = false);
