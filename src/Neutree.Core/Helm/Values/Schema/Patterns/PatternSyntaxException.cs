namespace Neutree.Core.Helm.Values.Schema.Patterns;

/// <summary>A pattern that RE2 refuses; carries Go's message across the recursion of the translation and never leaves it.</summary>
internal sealed class PatternSyntaxException(string code, string expression) : Exception($"error parsing regexp: {code}: `{expression}`");
