using System.Collections;
using Neutree.Core.Packages;

namespace Neutree.PowerShell.Completers;

/// <summary>The words that a package may say of an engine or cluster, by the parameter's name.</summary>
public sealed class PackageWordCompleter : WordCompleter
{
    private protected override IEnumerable<string> FindWords(string parameterName, IDictionary bound) => parameterName switch
    {
        "SupportedTask" => EngineRules.Tasks,
        "PlaygroundMode" => EngineRules.PlaygroundModes,
        _ => ["nvidia_gpu", "amd_gpu"],
    };
}
