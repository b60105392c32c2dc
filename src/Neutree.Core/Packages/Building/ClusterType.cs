namespace Neutree.Core.Packages.Building;

/// <summary>What a cluster runs on.</summary>
public enum ClusterType
{
    /// <summary>Hosts that Neutree reaches by ssh.</summary>
    Ssh,

    Kubernetes,
}
