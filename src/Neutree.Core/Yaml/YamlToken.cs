using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>What the scanner hands to the parser.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Value">The text of a scalar, an anchor or an alias; the handle of a tag; null for others.</param>
/// <param name="Suffix">What follows a tag's handle; the prefix that a tag directive declares.</param>
/// <param name="IsPlain">Whether a scalar was written without quotes or block indicator.</param>
/// <param name="Major">First number of a version directive.</param>
/// <param name="Minor">Second number of a version directive.</param>
internal readonly record struct YamlToken(
    YamlTokenKind Kind,
    YamlMark Start,
    YamlMark End,
    GoString? Value = null,
    GoString? Suffix = null,
    bool IsPlain = false,
    int Major = 0,
    int Minor = 0);
