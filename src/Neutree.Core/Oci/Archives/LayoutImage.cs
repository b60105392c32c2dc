namespace Neutree.Core.Oci.Archives;

/// <summary>An image of an OCI layout.</summary>
/// <param name="Names">Its full names; empty where the layout gives none.</param>
/// <param name="Content">The manifest or index.</param>
/// <param name="IsWhole">Whether every layer that must be pushed is at hand.</param>
/// <param name="Subject">What it refers to, for signatures and the like.</param>
/// <param name="IsAsServed">Whether the layout's writer kept it as a registry served it, so that it is to be passed on unchanged.</param>
internal sealed record LayoutImage(IReadOnlyList<string> Names, SourceContent Content, bool IsWhole, Digest? Subject, bool IsAsServed);
