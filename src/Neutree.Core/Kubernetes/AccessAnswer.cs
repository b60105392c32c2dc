namespace Neutree.Core.Kubernetes;

/// <summary>What the server says to an <see cref="AccessQuestion"/>.</summary>
/// <param name="IsAllowed">Whether the user may.</param>
/// <param name="Reason">Why; empty where the server doesn't say.</param>
public sealed record AccessAnswer(bool IsAllowed, string Reason);
