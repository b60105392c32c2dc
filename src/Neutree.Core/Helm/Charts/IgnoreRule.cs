using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>A line of a <c>.helmignore</c> file.</summary>
internal sealed class IgnoreRule
{
    private readonly PathPattern? _pattern;
    private readonly bool _onlyBaseName;

    private IgnoreRule(PathPattern? pattern, bool onlyBaseName, bool isNegated, bool onlyDirectories)
    {
        _pattern = pattern;
        _onlyBaseName = onlyBaseName;
        IsNegated = isNegated;
        OnlyDirectories = onlyDirectories;
    }

    /// <summary>Whether the line begins with <c>!</c>: whatever it does not match is ignored.</summary>
    public bool IsNegated { get; }

    public bool OnlyDirectories { get; }

    /// <returns>The rule, or null for a blank line or a comment.</returns>
    /// <exception cref="GoException">The pattern is malformed or has a double star.</exception>
    public static IgnoreRule? Parse(string line)
    {
        string rule = line.Trim();
        if (rule.Length == 0 || rule[0] == '#')
        {
            return null;
        }

        if (rule.Contains("**", StringComparison.Ordinal))
        {
            throw new GoException("double-star (**) syntax is not supported");
        }

        PathPattern.Parse(rule);
        bool isNegated = rule[0] == '!';
        rule = isNegated ? rule[1..] : rule;
        bool onlyDirectories = rule.EndsWith('/');
        rule = onlyDirectories ? rule[..^1] : rule;
        bool isRooted = rule.StartsWith('/');
        rule = isRooted ? rule[1..] : rule;
        return new IgnoreRule(ParseRest(rule), !isRooted && !rule.Contains('/'), isNegated, onlyDirectories);
    }

    /// <param name="path">Path within the chart, with <c>/</c>.</param>
    public bool IsMatch(string path) => _pattern?.IsMatch(_onlyBaseName ? path[(path.LastIndexOf('/') + 1)..] : path) ?? false;

    /// <summary>What is left of a well-formed pattern without its marks can be malformed (<c>a\/</c>); such a rule matches nothing.</summary>
    private static PathPattern? ParseRest(string rule)
    {
        try
        {
            return PathPattern.Parse(rule);
        }
        catch (GoException)
        {
            return null;
        }
    }
}
