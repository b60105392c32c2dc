using System.Management.Automation;
using Neutree.Core.Helm.Values;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that gives values to charts.</summary>
public abstract class ValuesCmdlet : ChartCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Values { get; set; } = [];

    [Parameter]
    [ValidateNotNull]
    public object[] Set { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SetString { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SetJson { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SetFile { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SetLiteral { get; set; } = [];

    [Parameter]
    public SwitchParameter AllowValuesUrl { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KubeVersionCompleter))]
    public string? KubeVersion { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Namespace { get; set; } = "default";

    [Parameter]
    public SwitchParameter SkipSchemaValidation { get; set; }

    private protected ValuesOptions ValuesOptions()
    {
        ChartValues set = ChartValues.Read(Set);
        return new ValuesOptions
        {
            Files = Values,
            Objects = set.Objects,
            Set = set.Assignments,
            Strings = SetString,
            Json = SetJson,
            FileContents = SetFile,
            Literals = SetLiteral,
            AllowUrls = AllowValuesUrl,
            BaseFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        };
    }
}
