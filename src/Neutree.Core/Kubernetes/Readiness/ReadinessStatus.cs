namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>One row of the table that is shown while objects become ready.</summary>
/// <param name="Object">Which object.</param>
/// <param name="State">How far it is.</param>
/// <param name="Ready"><c>2/3</c> of its replicas, containers or completions; empty where its kind has none.</param>
/// <param name="Message">What it waits for, or what is wrong.</param>
/// <param name="CreatedAt">When it was made; null before it is there. Its age is counted from here.</param>
public sealed record ReadinessStatus(ObjectReference Object, ReadinessState State, string Ready, string Message, DateTimeOffset? CreatedAt);
