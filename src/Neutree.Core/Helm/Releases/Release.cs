using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Releases;

/// <summary>A release as one of its revisions left it.</summary>
public sealed record Release
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required int Revision { get; init; }

    /// <summary>One of <see cref="ReleaseStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Name and version with a hyphen: <c>neutree-1.0.0</c>.</summary>
    public required string Chart { get; init; }

    public required string ChartName { get; init; }

    public required string ChartVersion { get; init; }

    public string AppVersion { get; init; } = "";

    public DateTimeOffset? FirstDeployed { get; init; }

    /// <summary>When this revision was made.</summary>
    public DateTimeOffset? Updated { get; init; }

    public string Description { get; init; } = "";

    public string Notes { get; init; } = "";

    /// <summary>The values that the user gave, as YAML.</summary>
    public string Values { get; init; } = "";

    /// <summary>All objects but hooks, as text.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>Hooks with their last runs.</summary>
    public IReadOnlyList<ReleaseHook> Hooks { get; init; } = [];

    /// <summary>The user's labels of the record.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary><c>ssa</c> or <c>csa</c>: whether the objects were applied on the server or on the client.</summary>
    public string ApplyMethod { get; init; } = "";

    internal static Release Of(ReleaseRecord record) => new()
    {
        Name = record.Name,
        Namespace = record.Namespace,
        Revision = record.Revision,
        Status = record.Status,
        Chart = $"{record.ChartName}-{record.ChartVersion}",
        ChartName = record.ChartName,
        ChartVersion = record.ChartVersion,
        AppVersion = record.AppVersion,
        FirstDeployed = record.FirstDeployed,
        Updated = record.LastDeployed,
        Description = record.Description,
        Notes = record.Notes,
        Values = record.Config.Count == 0 ? "" : YamlWriter.Write(record.Config).ToString(),
        Manifest = record.Manifest.ToString(),
        Hooks = [.. record.Hooks.Select(ReleaseHook.Of)],
        Labels = record.Labels,
        ApplyMethod = record.IsServerSideApplied ? ReleaseRecord.ServerSideApply : "csa",
    };
}
