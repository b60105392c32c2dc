using Neutree.Core.Helm.Values;

namespace Neutree.Core.Helm.Releases;

/// <summary>What installs and upgrades have in common.</summary>
public abstract record ReleaseChartOptions : ReleaseActionOptions
{
    /// <summary>Folder, <c>.tgz</c> file, or <c>oci://</c> reference.</summary>
    public required string Chart { get; init; }

    /// <summary>Version or range for a reference.</summary>
    public string? Version { get; init; }

    public ValuesOptions Values { get; init; } = new();

    /// <summary>Make the release's namespace where there is none.</summary>
    public bool CreateNamespace { get; init; }

    /// <summary>Leave the chart's custom resource definitions out.</summary>
    public bool SkipCrds { get; init; }

    /// <summary>Make existing objects part of the release, whoever made them.</summary>
    public bool TakeOwnership { get; init; }

    /// <summary>Take over fields that other field managers own.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Undo what fails: an install is uninstalled, an upgrade rolled back. Implies waiting.</summary>
    public bool RollbackOnFailure { get; init; }

    /// <summary>Labels of the release's record; in an upgrade the value <c>null</c> takes one away.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public bool SkipSchemaValidation { get; init; }

    /// <summary>Whether templates may resolve host names.</summary>
    public bool EnableDns { get; init; }

    /// <summary>Whether notes of charts inside the chart are rendered too.</summary>
    public bool RenderSubchartNotes { get; init; }
}
