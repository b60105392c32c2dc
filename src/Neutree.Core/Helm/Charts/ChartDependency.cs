using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>An entry of <c>dependencies</c> in Chart.yaml, requirements.yaml or a lock file. Absent texts are empty.</summary>
public sealed record ChartDependency
{
    public required string Name { get; init; }

    /// <summary>A version or a range of versions.</summary>
    public string Version { get; init; } = "";

    /// <summary>URL of the repository: <c>https://…</c>, <c>oci://…</c>, <c>file://…</c> or <c>@name</c>.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Comma-separated paths in the values; the first that holds a boolean decides.</summary>
    public string Condition { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The name the chart goes by in its parent.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Strings, or maps with <c>child</c> and <c>parent</c>.</summary>
    public IReadOnlyList<object?> ImportValues { get; init; } = [];

    /// <summary>Whether the chart takes part; decided when the dependencies are processed.</summary>
    public bool Enabled { get; set; }
}
