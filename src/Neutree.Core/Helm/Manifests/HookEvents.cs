namespace Neutree.Core.Helm.Manifests;

/// <summary>When a hook runs: the values of the annotation <c>helm.sh/hook</c>.</summary>
public static class HookEvents
{
    public const string PreInstall = "pre-install";
    public const string PostInstall = "post-install";
    public const string PreDelete = "pre-delete";
    public const string PostDelete = "post-delete";
    public const string PreUpgrade = "pre-upgrade";
    public const string PostUpgrade = "post-upgrade";
    public const string PreRollback = "pre-rollback";
    public const string PostRollback = "post-rollback";
    public const string Test = "test";

    /// <summary>Reads one event; <c>test-success</c> is an older name of <see cref="Test"/>. Null where Helm knows none of that name.</summary>
    public static string? Parse(string text) => text switch
    {
        PreInstall or PostInstall or PreDelete or PostDelete or PreUpgrade or PostUpgrade or PreRollback or PostRollback or Test => text,
        "test-success" => Test,
        _ => null,
    };
}
