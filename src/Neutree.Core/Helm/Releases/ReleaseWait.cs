namespace Neutree.Core.Helm.Releases;

/// <summary>Whether an action waits until the objects of a release are ready. Hooks are always waited for.</summary>
public enum ReleaseWait
{
    /// <summary>Not, as helm 4 by default.</summary>
    None,

    /// <summary>Until each object has reached what it asks for, judged as kstatus does (helm 4 <c>--wait</c>).</summary>
    Watcher,

    /// <summary>Until each is ready by the rules of helm 3 (<c>--wait=legacy</c>).</summary>
    Legacy,
}
