namespace Neutree.Core.Helm.Releases;

/// <summary>How far an action on a release is.</summary>
/// <param name="Activity">What is done: <c>Applying</c>, <c>Running pre-install hooks</c>.</param>
/// <param name="Subject">The object it is done with, or empty.</param>
/// <param name="Done">Objects done.</param>
/// <param name="Total">Objects in all.</param>
public sealed record ReleaseProgress(string Activity, string Subject, int Done, int Total);
