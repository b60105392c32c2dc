using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Neutree.Core.Packages;

namespace Neutree.PowerShell.Completers;

/// <summary>The words that a package may say of an engine or cluster, by the parameter's name.</summary>
public sealed class PackageWordCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        IReadOnlyList<string> words = parameterName switch
        {
            "SupportedTask" => EngineRules.Tasks,
            "PlaygroundMode" => EngineRules.PlaygroundModes,
            _ => ["nvidia_gpu", "amd_gpu"],
        };
        string begun = wordToComplete.Trim('\'', '"');
        return words
            .Where(word => word.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(word => new CompletionResult(word, word, CompletionResultType.ParameterValue, word));
    }
}
