using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Neutree.PowerShell.Completers;

/// <summary>The platforms Neutree's images are built for.</summary>
public sealed class PlatformCompleter : IArgumentCompleter
{
    private static readonly string[] Platforms = ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/ppc64le", "linux/s390x", "windows/amd64"];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return Platforms
            .Where(platform => platform.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(platform => new CompletionResult(platform, platform, CompletionResultType.ParameterValue, platform));
    }
}
