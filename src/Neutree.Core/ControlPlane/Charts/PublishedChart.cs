using Neutree.Core.Oci;
using Neutree.Core.Oci.Charts;

namespace Neutree.Core.ControlPlane.Charts;

/// <summary>A chart that was put into a registry.</summary>
/// <param name="Reference">Its name there, with its version.</param>
/// <param name="ManifestDigest">The digest of its manifest.</param>
public sealed record PublishedChart(ChartReference Reference, Digest ManifestDigest);
