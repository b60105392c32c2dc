namespace Neutree.Core.Packages.Releasing;

/// <summary>The packages of a release by what they are for; each has a folder and an artifact of its own, <c>control-offline</c> and so on.</summary>
public enum ReleaseGroup
{
    Control,
    Cluster,
    Engine,
}
