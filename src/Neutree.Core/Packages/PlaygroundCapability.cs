namespace Neutree.Core.Packages;

/// <summary>Whether an engine can be tried out in the playground, and in which modes (<c>chat</c>, <c>embedding</c>, <c>rerank</c>).</summary>
public sealed record PlaygroundCapability(bool Enabled, IReadOnlyList<string> Modes);
