namespace Neutree.Core.Helm.Releases;

/// <summary>The states of a revision, as records hold them and helm shows them (Helm 4.1 <c>common.Status</c>).</summary>
public static class ReleaseStatus
{
    public const string Unknown = "unknown";
    public const string Deployed = "deployed";
    public const string Uninstalled = "uninstalled";
    public const string Superseded = "superseded";
    public const string Failed = "failed";
    public const string Uninstalling = "uninstalling";
    public const string PendingInstall = "pending-install";
    public const string PendingUpgrade = "pending-upgrade";
    public const string PendingRollback = "pending-rollback";

    /// <summary>Whether somebody is at work on the release, or was when his process ended.</summary>
    public static bool IsPending(string status) => status is PendingInstall or PendingUpgrade or PendingRollback;
}
