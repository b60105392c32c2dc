namespace Neutree.Core.Packages;

/// <summary>A file of a package: all of it, or a part.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="ChecksumPath">The <c>.sha256</c> file beside it, as <c>sha256sum -c</c> takes it in that folder.</param>
public sealed record PackagePart(string Path, long Size, string Sha256, string ChecksumPath);
