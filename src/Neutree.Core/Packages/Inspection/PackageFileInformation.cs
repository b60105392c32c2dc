namespace Neutree.Core.Packages.Inspection;

/// <summary>A file of a package.</summary>
/// <param name="Name">Its path inside.</param>
/// <param name="Size">Bytes.</param>
public sealed record PackageFileInformation(string Name, long Size)
{
    public override string ToString() => Name;
}
