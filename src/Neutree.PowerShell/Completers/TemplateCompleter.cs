using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Neutree.PowerShell.Completers;

/// <summary>The templates of the chart that the command names, where it is a folder.</summary>
public sealed class TemplateCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return Charts(fakeBoundParameters["Chart"])
            .SelectMany(static chart => Templates(chart))
            .Where(path => path.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(path => new CompletionResult(Quoted(path), path, CompletionResultType.ParameterValue, path));
    }

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

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"'{path.Replace("'", "''", StringComparison.Ordinal)}'" : path;
}
