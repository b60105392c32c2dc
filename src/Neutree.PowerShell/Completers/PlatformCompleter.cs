using System.Collections;

namespace Neutree.PowerShell.Completers;

/// <summary>The platforms Neutree's images are built for.</summary>
public sealed class PlatformCompleter : WordCompleter
{
    private static readonly string[] Platforms = ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/ppc64le", "linux/s390x", "windows/amd64"];

    private protected override IEnumerable<string> FindWords(string parameterName, IDictionary bound) => Platforms;
}
