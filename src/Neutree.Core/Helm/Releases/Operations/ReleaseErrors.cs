namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>Failures that several actions have in common.</summary>
internal static class ReleaseErrors
{
    public static ReleaseException NotFound(string name, string ns) =>
        new("Release.NotFound", ErrorKind.NotFound, $"there is no release {name} in namespace {ns}")
        {
            Target = name,
            Recommendation = "Check the name and the namespace; neutree-cli release list --all-namespaces shows all releases.",
        };

    /// <summary>A failure that was undone.</summary>
    /// <param name="name">The release.</param>
    /// <param name="failure">What failed.</param>
    /// <param name="undone">What was done about it: <c>has been uninstalled</c>.</param>
    public static ReleaseException Undone(string name, NeutreeException failure, string undone) =>
        new(failure.ErrorId, failure.Kind, $"release {name} failed, and {undone}: {failure.Message}", failure)
        {
            Target = name,
            Recommendation = failure.Recommendation,
        };

    /// <summary>A failure that couldn't be undone.</summary>
    public static ReleaseException UndoFailed(string name, NeutreeException failure, NeutreeException further) =>
        new("Release.UndoFailed", failure.Kind, $"release {name} failed ({failure.Message}), and undoing it failed too: {further.Message}", failure)
        {
            Target = name,
            Recommendation = "Correct the cause, then run the command again, or roll back or uninstall the release.",
        };

    public static ReleaseException RevisionNotFound(string name, string ns, int revision, IEnumerable<int> known) =>
        new("Release.RevisionNotFound", ErrorKind.NotFound, $"release {name} in namespace {ns} has no revision {revision}")
        {
            Target = name,
            Recommendation = $"Choose one of its revisions: {string.Join(", ", known)}.",
        };

    public static ReleaseException NotDeployed(string name, string ns) =>
        new("Release.NotFound", ErrorKind.NotFound, $"\"{name}\" has no deployed releases in namespace {ns}")
        {
            Target = name,
            Recommendation = "Check the name and the namespace, or give -Install to install it.",
        };

    public static ReleaseException NameInUse(string name, string ns, string status) =>
        new("Release.NameInUse", ErrorKind.AlreadyExists, $"cannot reuse a name that is still in use: release {name} in namespace {ns} is {status}")
        {
            Target = name,
            Recommendation = status == ReleaseStatus.Uninstalled
                ? "Give -Replace to go on with its history, or choose another name."
                : "Upgrade or uninstall it, or choose another name.",
        };
}
