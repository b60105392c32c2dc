using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Neutree.PowerShell.Completers;

/// <summary>Minor versions of Kubernetes that clusters run, newest first.</summary>
public sealed class KubeVersionCompleter : IArgumentCompleter
{
    private static readonly string[] Versions =
        ["1.35.0", "1.34.0", "1.33.0", "1.32.0", "1.31.0", "1.30.0", "1.29.0", "1.28.0", "1.27.0", "1.26.0", "1.25.0", "1.24.0"];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"').TrimStart('v');
        return Versions
            .Where(version => version.StartsWith(word, StringComparison.Ordinal))
            .Select(version => new CompletionResult(version, version, CompletionResultType.ParameterValue, "Kubernetes " + version));
    }
}
