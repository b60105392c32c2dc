namespace Neutree.Core.Go.RegularExpressions;

/// <summary>What <c>(?imsU)</c> sets.</summary>
[Flags]
internal enum RegexFlags
{
    None = 0,

    /// <summary><c>i</c>: upper and lower case are the same.</summary>
    FoldCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> match at lines.</summary>
    MultiLine = 2,

    /// <summary><c>s</c>: <c>.</c> matches a line's end.</summary>
    DotMatchesNewline = 4,

    /// <summary><c>U</c>: repetitions want little, and much with <c>?</c>.</summary>
    Ungreedy = 8,
}
