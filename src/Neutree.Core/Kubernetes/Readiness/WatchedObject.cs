namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>An object that is waited for, in the place where it really is.</summary>
/// <param name="Reference">With its namespace, or without where its kind has none.</param>
/// <param name="CanBeWatched">Whether the server lets its kind be watched; else it counts as ready.</param>
internal sealed record WatchedObject(ObjectReference Reference, bool CanBeWatched);
