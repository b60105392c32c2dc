namespace Neutree.Core.Helm.Releases;

/// <summary>How much of an action is done for show.</summary>
public enum ReleaseDryRun
{
    /// <summary>Nothing: it is done in earnest.</summary>
    None,

    /// <summary>The chart is rendered; <c>lookup</c> finds nothing, and the cluster isn't asked whether it would take the objects.</summary>
    Client,

    /// <summary>The chart is rendered with the cluster's answers, and the cluster checks each object without storing it.</summary>
    Server,
}
