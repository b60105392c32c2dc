using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Neutree.PowerShell.Completers;

/// <summary>Offers those of some words that begin with what is typed, quoted where they need to be.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string begun = wordToComplete.Trim('\'', '"');
        return FindWords(parameterName, fakeBoundParameters)
            .Where(word => word.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .Select(static word => new CompletionResult(Quoted(word), word, CompletionResultType.ParameterValue, word));
    }

    /// <param name="parameterName">The parameter that is typed.</param>
    /// <param name="bound">The parameters given so far.</param>
    private protected abstract IEnumerable<string> FindWords(string parameterName, IDictionary bound);

    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"'{word.Replace("'", "''", StringComparison.Ordinal)}'" : word;
}
