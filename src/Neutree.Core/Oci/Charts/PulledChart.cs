namespace Neutree.Core.Oci.Charts;

/// <summary>A chart brought from a registry.</summary>
/// <param name="Reference">What was asked for, with the version or digest that was found.</param>
/// <param name="Archive">The <c>.tgz</c> file; its digest was checked.</param>
/// <param name="ManifestDigest">The digest by which this very chart can be had again.</param>
public sealed record PulledChart(ChartReference Reference, byte[] Archive, Digest ManifestDigest);
