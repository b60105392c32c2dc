namespace Neutree.Core.Helm.Releases;

/// <summary>What an action does to an object.</summary>
public enum ObjectChange
{
    /// <summary>It stays as it is.</summary>
    None,

    /// <summary>It is made.</summary>
    Create,

    /// <summary>Some of its fields change.</summary>
    Update,

    /// <summary>It is deleted.</summary>
    Delete,

    /// <summary>It leaves the release and stays in the cluster, because its resource policy says so or because it isn't the release's.</summary>
    Keep,
}
