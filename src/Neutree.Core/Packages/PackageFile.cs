namespace Neutree.Core.Packages;

/// <summary>One of the files of a package, as it is published.</summary>
/// <param name="Name">Its name on the server.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="Open">Opens it at its start; it can be sought in.</param>
internal sealed record PackageFile(string Name, PackageFileKind Kind, long Size, string Sha256, Func<Stream> Open);
