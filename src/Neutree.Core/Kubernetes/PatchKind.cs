namespace Neutree.Core.Kubernetes;

/// <summary>The form of a patch.</summary>
public enum PatchKind
{
    /// <summary>Operations (RFC 6902).</summary>
    Json,

    /// <summary>A partial object, null for what is to go (RFC 7396).</summary>
    Merge,

    /// <summary>As <see cref="Merge"/>, with lists merged by the keys that built-in kinds define; custom resources don't take it.</summary>
    StrategicMerge,
}
