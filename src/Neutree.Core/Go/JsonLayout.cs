namespace Neutree.Core.Go;

/// <summary>How JSON is written.</summary>
/// <param name="EscapesHtml">Whether <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> are escaped.</param>
/// <param name="Prefix">What begins each line after the first.</param>
/// <param name="Indent">What each level adds behind the prefix; null for everything on one line.</param>
internal sealed record JsonLayout(bool EscapesHtml, GoString? Prefix = null, GoString? Indent = null);
