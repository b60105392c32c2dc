namespace Neutree.Core.Oci.Archives;

/// <summary>An image of an OCI layout.</summary>
/// <param name="Names">Its full names; empty where the layout gives none.</param>
/// <param name="Content">The manifest or index.</param>
/// <param name="IsWhole">Whether every layer that must be pushed is at hand.</param>
/// <param name="Subject">What it refers to, for signatures and the like.</param>
internal sealed record LayoutImage(IReadOnlyList<string> Names, SourceContent Content, bool IsWhole, Digest? Subject);
