namespace Neutree.Core.Yaml;

/// <summary>A place at which a key without <c>?</c> may have begun.</summary>
/// <param name="IsPossible">Whether it may still be one.</param>
/// <param name="IsRequired">Whether it must be one.</param>
/// <param name="IsWatched">Whether its first token is held back until that is known.</param>
/// <param name="TokenNumber">The number of its first token.</param>
/// <param name="Mark">Where it begins.</param>
internal readonly record struct YamlSimpleKey(bool IsPossible, bool IsRequired, bool IsWatched, int TokenNumber, YamlMark Mark);
