using Neutree.Core.Helm.Values;

namespace Neutree.Core.Helm.Lint;

/// <summary>Which charts are checked, and with what. The defaults are those of <c>helm lint</c>.</summary>
public sealed record ChartLintOptions
{
    /// <summary>Folders, <c>.tgz</c> files, or <c>oci://</c> references.</summary>
    public required IReadOnlyList<string> Charts { get; init; }

    /// <summary>Version or range for references.</summary>
    public string? Version { get; init; }

    public ValuesOptions Values { get; init; } = new();

    public string ReleaseName { get; init; } = "test-release";

    public string Namespace { get; init; } = "default";

    /// <summary><c>1.30.0</c>; null is the version the engine was made against.</summary>
    public string? KubeVersion { get; init; }

    /// <summary>Whether charts in <c>charts/</c> folders are checked too.</summary>
    public bool WithSubcharts { get; init; }

    public bool SkipSchemaValidation { get; init; }
}
