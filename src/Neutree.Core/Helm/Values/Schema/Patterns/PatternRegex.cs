using System.Text.RegularExpressions;

namespace Neutree.Core.Helm.Values.Schema.Patterns;

/// <summary>A pattern of a schema: Go regexp (RE2) syntax, matched anywhere in the string, in linear time.</summary>
internal sealed class PatternRegex
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    // Many patterns of a schema, and most of the metaschemas', are never asked; building the automaton is what costs.
    private readonly Lazy<Regex> _regex;

    private PatternRegex(string source, string translated, bool needsBacktracking)
    {
        Source = source;
        _regex = new Lazy<Regex>(() => Build(translated, needsBacktracking));
    }

    /// <summary>As the schema writes it.</summary>
    public string Source { get; }

    /// <param name="pattern">RE2 syntax.</param>
    /// <param name="error">Go's message, where the result is null.</param>
    public static PatternRegex? TryCreate(string pattern, out string? error)
    {
        string? translated = PatternTranslator.TryTranslate(pattern, out error, out bool needsBacktracking);
        return translated is null ? null : new PatternRegex(pattern, translated, needsBacktracking);
    }

    /// <summary>Go's message for a pattern that it refuses, else null.</summary>
    public static string? Check(string pattern)
    {
        PatternTranslator.TryTranslate(pattern, out string? error, out _);
        return error;
    }

    /// <exception cref="SchemaException">The match takes longer than it may.</exception>
    public bool IsMatch(string value)
    {
        try
        {
            return _regex.Value.IsMatch(value);
        }
        catch (RegexMatchTimeoutException problem)
        {
            throw new SchemaException("Schema.PatternTimeout", ErrorKind.LimitExceeded, $"the pattern {GoText.SingleQuote(Source)} takes longer than {Timeout.TotalSeconds:0} s to match", problem)
            {
                Recommendation = "Write the pattern without nested repetitions or word boundaries.",
            };
        }
    }

    private static Regex Build(string translated, bool needsBacktracking)
    {
        if (!needsBacktracking)
        {
            try
            {
                return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout);
            }
            catch (NotSupportedException)
            {
                // Too many states for the automaton; the backtracking engine has no such limit, and the timeout holds it.
                return new Regex(translated, RegexOptions.CultureInvariant, Timeout);
            }
        }

        return new Regex(translated, RegexOptions.CultureInvariant, Timeout);
    }
}
