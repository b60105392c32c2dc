using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>YAML of a chart's own files.</summary>
internal static class ChartYaml
{
    /// <summary>The text of a value, ended by a line break.</summary>
    public static GoString Write(object? value) => ChartJson.Write(value) + "\n";
}
