namespace Neutree.Core.Packages.Vendoring;

/// <summary>A file of a vendored folder, as its source has it.</summary>
/// <param name="Folder">The folder it belongs to.</param>
/// <param name="Name">Its path within the folder, with <c>/</c>.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="ModifiedAt">When it was last changed, as the source says.</param>
public sealed record VendoredFile(VendoredFolder Folder, string Name, ReadOnlyMemory<byte> Content, DateTimeOffset ModifiedAt)
{
    /// <summary>Its path in a tree of that layout, or null where the layout doesn't have the folder.</summary>
    public string? PathIn(VendoredLayout layout) => Folder.PathIn(layout) is { } path ? $"{path}/{Name}" : null;
}
