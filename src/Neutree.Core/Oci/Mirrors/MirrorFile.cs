namespace Neutree.Core.Oci.Mirrors;

/// <summary>A file that makes a runtime pull from the site's registry.</summary>
/// <param name="Runtime">Who reads it.</param>
/// <param name="Path">Where it belongs on the nodes.</param>
/// <param name="Content">What stands in it; of a certificate authority null: the file is to be copied there.</param>
/// <param name="Note">What else to know or do.</param>
public sealed record MirrorFile(MirrorRuntime Runtime, string Path, string? Content, string Note);
