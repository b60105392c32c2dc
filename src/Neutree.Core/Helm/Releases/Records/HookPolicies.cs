namespace Neutree.Core.Helm.Releases.Records;

/// <summary>When a hook's object is deleted and its log shown: the values of <c>helm.sh/hook-delete-policy</c> and <c>helm.sh/hook-output-log-policy</c>.</summary>
internal static class HookPolicies
{
    public const string BeforeHookCreation = "before-hook-creation";
    public const string Succeeded = "hook-succeeded";
    public const string Failed = "hook-failed";
}
