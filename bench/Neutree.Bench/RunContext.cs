namespace Neutree.Bench;

/// <summary>What one run works with: an empty registry, and an empty folder for temporary files and caches.</summary>
internal sealed record RunContext(string RegistryHost, string Scratch);
