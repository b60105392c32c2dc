using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Neutree.PowerShell.Completers;

/// <summary>Folders that hold a registry or an OCI layout first, then what file name completion offers.</summary>
public sealed class RegistryFolderCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        return CompletionCompleters.CompleteFilename(wordToComplete)
            .OrderByDescending(item => File.Exists(Path.Join(item.ToolTip, "oci-layout")));
    }
}
