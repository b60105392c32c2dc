using System.Collections;
using System.Management.Automation;

namespace Neutree.PowerShell.Completers;

/// <summary>The registries that run in this session.</summary>
public sealed class RegistryCompleter : WordCompleter
{
    private protected override IEnumerable<string> FindWords(string parameterName, IDictionary bound)
    {
        string property = parameterName == "Port" ? "Port" : "Endpoint";
        return ScriptBlock.Create("Get-NeutreeRegistry").Invoke().Select(registry => $"{registry.Properties[property].Value}");
    }
}
