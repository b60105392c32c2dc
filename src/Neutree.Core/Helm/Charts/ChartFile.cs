using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>A file of a chart.</summary>
/// <param name="Name">Path within the chart, with <c>/</c>: <c>templates/service.yaml</c>.</param>
/// <param name="Data">Its bytes, without a byte order mark.</param>
public sealed record ChartFile(string Name, GoString Data)
{
    /// <summary>When it was last changed, as the folder or archive says.</summary>
    public DateTimeOffset ModifiedAt { get; init; }
}
