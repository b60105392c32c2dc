namespace Neutree.Core.Packages.Inspection;

/// <summary>A file that was taken out of a package.</summary>
/// <param name="Path">Where it is now, full path.</param>
/// <param name="Name">Its path in the package.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsChecked">Whether its sum was compared with the package's <c>checksums.txt</c>.</param>
public sealed record ExpandedFile(string Path, string Name, long Size, bool IsChecked);
