using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Neutree.PowerShell.Completers;

/// <summary>The registries that run in this session.</summary>
public sealed class RegistryCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        string property = parameterName == "Port" ? "Port" : "Endpoint";
        return ScriptBlock.Create("Get-NeutreeRegistry").Invoke()
            .Select(registry => $"{registry.Properties[property].Value}")
            .Where(value => value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(value, value, CompletionResultType.ParameterValue, value));
    }
}
