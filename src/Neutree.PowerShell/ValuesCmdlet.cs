using System.Collections;
using System.Management.Automation;
using Neutree.Core.Go;
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
        List<GoMap> objects = [];
        List<string> assignments = [];
        foreach (object item in Set)
        {
            object value = item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;
            if (value is IDictionary or PSObject)
            {
                objects.Add(TypedValues.ToMap(value));
            }
            else
            {
                assignments.Add(LanguagePrimitives.ConvertTo<string>(value));
            }
        }

        return new ValuesOptions
        {
            Files = Values,
            Objects = objects,
            Set = assignments,
            Strings = SetString,
            Json = SetJson,
            FileContents = SetFile,
            Literals = SetLiteral,
            AllowUrls = AllowValuesUrl,
            BaseFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        };
    }
}
