namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Writes what takes a match's place.</summary>
internal delegate void RegexReplacement(GoStringBuilder output, ReadOnlySpan<byte> text, ReadOnlySpan<int> match);
