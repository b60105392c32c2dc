using System.Text.RegularExpressions;

namespace Neutree.Core.Helm.Charts;

/// <summary>Versions of charts.</summary>
internal static partial class ChartVersion
{
    public static bool IsValid(string version) => Coerced().IsMatch(version);

    [GeneratedRegex(@"^v?\d+(\.\d+)?(\.\d+)?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$")]
    private static partial Regex Coerced();
}
