using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>A loaded chart with the charts inside it (Helm 4.1 <c>chart.Chart</c>).</summary>
public sealed class Chart
{
    private List<Chart> _dependencies = [];

    /// <summary>What Chart.yaml says. Processing dependencies replaces it: enabled flags, aliases.</summary>
    public required ChartMetadata Metadata { get; set; }

    /// <summary>Files of <c>templates/</c>, in the order they were read.</summary>
    public IReadOnlyList<ChartFile> Templates { get; init; } = [];

    /// <summary>Default values: values.yaml, changed by imported values when dependencies are processed.</summary>
    public GoMap Values { get; set; } = new();

    /// <summary>values.schema.json, or null.</summary>
    public GoString? Schema { get; init; }

    /// <summary>Files templates can read: all but templates and what Helm itself uses.</summary>
    public IReadOnlyList<ChartFile> Files { get; init; } = [];

    /// <summary>Every file as it was read, Chart.yaml and values.yaml included.</summary>
    public IReadOnlyList<ChartFile> RawFiles { get; init; } = [];

    public ChartLock? Lock { get; init; }

    public Chart? Parent { get; private set; }

    public IReadOnlyList<Chart> Dependencies => _dependencies;

    public string Name => Metadata.Name;

    public bool IsRoot => Parent is null;

    /// <summary>Names from the root down with dots: <c>parent.child</c>.</summary>
    public string Path => Parent is null ? Name : $"{Parent.Path}.{Name}";

    /// <summary>Where its files lie seen from above the root: <c>parent/charts/child</c>.</summary>
    public string FullPath => Parent is null ? Name : $"{Parent.FullPath}/charts/{Name}";

    /// <summary>Custom resource definitions: this chart's in the order they were read, then those of the charts inside it.</summary>
    public IReadOnlyList<ChartCrd> Crds
    {
        get
        {
            List<ChartCrd> crds = [];
            CollectCrds(crds);
            return crds;
        }
    }

    /// <summary>A chart with the same content under other metadata. It lists the same charts inside it, whose parent stays the one they have.</summary>
    public Chart CopyWith(ChartMetadata metadata)
    {
        Chart copy = (Chart)MemberwiseClone();
        copy._dependencies = [.. _dependencies];
        copy.Metadata = metadata;
        return copy;
    }

    public void AddDependency(Chart chart)
    {
        chart.Parent = this;
        _dependencies.Add(chart);
    }

    public void SetDependencies(IEnumerable<Chart> charts)
    {
        Chart[] all = [.. charts];
        _dependencies.Clear();
        foreach (Chart chart in all)
        {
            AddDependency(chart);
        }
    }

    private void CollectCrds(List<ChartCrd> crds)
    {
        foreach (ChartFile file in Files)
        {
            if (file.Name.StartsWith("crds/", StringComparison.Ordinal)
                && System.IO.Path.GetExtension(file.Name).ToUpperInvariant() is ".YAML" or ".YML" or ".JSON")
            {
                crds.Add(new ChartCrd($"{FullPath}/{file.Name}", file));
            }
        }

        foreach (Chart dependency in _dependencies)
        {
            dependency.CollectCrds(crds);
        }
    }
}
