using Neutree.Core.Helm.Values;

namespace Neutree.Core.Helm.Templates;

/// <summary>What is rendered, and for which cluster. The defaults are those of <c>helm template</c>.</summary>
public sealed record ChartRenderOptions
{
    /// <summary>Folder, <c>.tgz</c> file, or <c>oci://</c> reference.</summary>
    public required string Chart { get; init; }

    /// <summary>Version or range for a reference.</summary>
    public string? Version { get; init; }

    public string ReleaseName { get; init; } = "release-name";

    public string Namespace { get; init; } = "default";

    public ValuesOptions Values { get; init; } = new();

    /// <summary><c>1.30.0</c>; null is the version the engine was made against.</summary>
    public string? KubeVersion { get; init; }

    /// <summary>API versions of the cluster beside the known ones: <c>monitoring.coreos.com/v1</c>, <c>apps/v1/Deployment</c>.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    public bool IncludeCrds { get; init; }

    public bool SkipTests { get; init; }

    /// <summary>Leaves hooks out of the output.</summary>
    public bool NoHooks { get; init; }

    public bool IsUpgrade { get; init; }

    /// <summary>Only these templates: paths within the chart, wildcards allowed.</summary>
    public IReadOnlyList<string> ShowOnly { get; init; } = [];

    /// <summary>Whether notes of charts inside the chart are rendered too.</summary>
    public bool RenderSubchartNotes { get; init; }

    public bool SkipSchemaValidation { get; init; }

    /// <summary>Whether templates may resolve host names.</summary>
    public bool EnableDns { get; init; }
}
