namespace Neutree.Bench.Releases;

/// <summary>What one install or upgrade took.</summary>
/// <param name="Time">Time, CPU and memory.</param>
/// <param name="Requests">Requests about ConfigMaps that the server answered meanwhile.</param>
internal sealed record ReleaseRun(Measurement Time, long Requests);
