using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Which files of a folder don't belong to the chart: <c>.helmignore</c> (Helm 4.1 <c>pkg/ignore</c>).</summary>
internal sealed class IgnoreRules
{
    public const string FileName = ".helmignore";

    private readonly List<IgnoreRule> _rules = [];

    private IgnoreRules()
    {
    }

    /// <param name="text">The file's text, or null where there is none.</param>
    /// <exception cref="GoException">A line's pattern is malformed.</exception>
    public static IgnoreRules Parse(GoString? text)
    {
        IgnoreRules rules = new();
        foreach (string line in (text?.ToString() ?? "").Split('\n').Append("templates/.?*"))
        {
            if (IgnoreRule.Parse(line) is { } rule)
            {
                rules._rules.Add(rule);
            }
        }

        return rules;
    }

    /// <summary>Rules count in their order; the first that applies decides.</summary>
    /// <param name="path">Path within the chart, with <c>/</c>.</param>
    /// <param name="isDirectory">Whether it is a folder; all it holds is ignored with it.</param>
    public bool IsIgnored(string path, bool isDirectory)
    {
        foreach (IgnoreRule rule in _rules)
        {
            bool applies = rule.IsNegated
                ? (rule.OnlyDirectories && !isDirectory) || !rule.IsMatch(path)
                : (!rule.OnlyDirectories || isDirectory) && rule.IsMatch(path);
            if (applies)
            {
                return true;
            }
        }

        return false;
    }
}
