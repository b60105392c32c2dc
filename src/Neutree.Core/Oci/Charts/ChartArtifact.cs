namespace Neutree.Core.Oci.Charts;

/// <summary>A chart to be put into a registry.</summary>
/// <param name="Archive">The <c>.tgz</c> file.</param>
/// <param name="Config">Chart.yaml as JSON.</param>
/// <param name="Annotations">Annotations of the manifest.</param>
public sealed record ChartArtifact(ReadOnlyMemory<byte> Archive, ReadOnlyMemory<byte> Config, IReadOnlyDictionary<string, string> Annotations);
