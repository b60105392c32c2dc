namespace Neutree.Core.Go.RegularExpressions;

/// <summary>The kinds of nodes of a parsed expression.</summary>
internal enum RegexOp
{
    Empty,
    Runes,
    BeginLine,
    EndLine,
    BeginText,
    EndText,
    WordBoundary,
    NoWordBoundary,
    Capture,
    Repeat,
    Concatenation,
    Alternation,
}
