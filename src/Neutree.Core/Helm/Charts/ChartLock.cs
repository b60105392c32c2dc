namespace Neutree.Core.Helm.Charts;

/// <summary>Chart.lock or requirements.lock.</summary>
/// <param name="Generated">When it was written, as it stands in the file.</param>
/// <param name="Digest">Digest over the required and the locked dependencies.</param>
/// <param name="Dependencies">What was resolved.</param>
public sealed record ChartLock(string Generated, string Digest, IReadOnlyList<ChartDependency> Dependencies);
