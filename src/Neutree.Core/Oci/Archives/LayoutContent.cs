namespace Neutree.Core.Oci.Archives;

/// <summary>What an OCI layout's entry leads to.</summary>
/// <param name="Content">The manifest or index with all that is present below it.</param>
/// <param name="Weight">How many manifests and indexes that is, counted as often as they are reached.</param>
/// <param name="IsWhole">Whether every layer that must be pushed is at hand.</param>
/// <param name="Subject">What a lone manifest refers to.</param>
internal sealed record LayoutContent(SourceContent Content, int Weight, bool IsWhole, Digest? Subject);
