namespace Neutree.Core.Helm.Charts;

/// <summary>A chart that was packed.</summary>
/// <param name="Path">The archive.</param>
/// <param name="Metadata">The chart's metadata as packed.</param>
/// <param name="Size">Bytes of the archive.</param>
/// <param name="Digest">The archive's digest: <c>sha256:…</c></param>
public sealed record ChartPackage(string Path, ChartMetadata Metadata, long Size, string Digest);
