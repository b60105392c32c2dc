using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Neutree.Core.Helm.Releases;

namespace Neutree.PowerShell.Completers;

/// <summary>The states that a release may be in.</summary>
public sealed class ReleaseStatusCompleter : IArgumentCompleter
{
    private static readonly string[] Statuses =
    [
        ReleaseStatus.Deployed,
        ReleaseStatus.Failed,
        ReleaseStatus.PendingInstall,
        ReleaseStatus.PendingRollback,
        ReleaseStatus.PendingUpgrade,
        ReleaseStatus.Superseded,
        ReleaseStatus.Uninstalled,
        ReleaseStatus.Uninstalling,
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return Statuses
            .Where(status => status.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static status => new CompletionResult(status, status, CompletionResultType.ParameterValue, status));
    }
}
