using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Neutree.PowerShell.Completers;

/// <summary>Folders with a Chart.yaml and <c>.tgz</c> files first, then what file name completion offers.</summary>
public sealed class ChartCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        return CompletionCompleters.CompleteFilename(wordToComplete)
            .OrderByDescending(item => File.Exists(Path.Join(item.ToolTip, "Chart.yaml")) || item.ToolTip.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase));
    }
}
