using Neutree.Core.Go;

namespace Neutree.Core.Helm.Templates;

/// <summary>A template file and what it is executed with.</summary>
/// <param name="Name">Path from the root chart: <c>parent/charts/child/templates/service.yaml</c>.</param>
/// <param name="Text">The file's text.</param>
/// <param name="Data">The objects of its chart.</param>
/// <param name="BasePath">Where the chart's templates lie.</param>
internal sealed record ChartTemplate(string Name, GoString Text, GoMap Data, string BasePath)
{
    /// <summary>Whether the file only defines templates for others.</summary>
    public bool IsPartial => Name[(Name.LastIndexOf('/') + 1)..].StartsWith('_');
}
