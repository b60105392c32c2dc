namespace Neutree.Core.Packages.Writing;

/// <summary>A file to be written into a package or its image archive.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Compresses">Whether deflating it is worth trying.</param>
/// <param name="Sum">Its sha256 sum as 64 hexadecimal digits, where whoever reads the content checks it anyway; null has it reckoned.</param>
internal sealed record PackageEntry(string Name, long Length, bool Compresses, string? Sum);
