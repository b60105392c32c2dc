namespace Neutree.Core.Helm.Releases;

/// <summary>What uninstalling a release did.</summary>
/// <param name="Release">The release as it was left.</param>
/// <param name="Deleted">Objects that were deleted, or would be: <c>Deployment ns/web</c>.</param>
/// <param name="Kept">Objects that stay because their resource policy says so.</param>
public sealed record ReleaseUninstallResult(Release Release, IReadOnlyList<string> Deleted, IReadOnlyList<string> Kept);
