namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>What an engine made of a chart: what it printed, or its message.</summary>
internal sealed record Rendering(byte[]? Output, string? Error);
