using System.Collections;
using System.Management.Automation;

namespace Neutree.PowerShell.Completers;

/// <summary>The templates of the chart that the command names, where it is a folder.</summary>
public sealed class TemplateCompleter : WordCompleter
{
    private protected override IEnumerable<string> FindWords(string parameterName, IDictionary bound) =>
        Charts(bound["Chart"]).SelectMany(static chart => Templates(chart)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Charts(object? given) => given is null
        ? []
        : ScriptBlock.Create("param($charts) $charts | ForEach-Object { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($_) }")
            .Invoke(given)
            .Select(static path => path.ToString())
            .Where(Directory.Exists);

    private static IEnumerable<string> Templates(string chart) =>
        Directory.EnumerateFiles(chart, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(chart, path).Replace('\\', '/'))
            .Where(static path => (path.StartsWith("templates/", StringComparison.Ordinal) || path.Contains("/templates/", StringComparison.Ordinal))
                && Path.GetExtension(path) is ".yaml" or ".yml");
}
