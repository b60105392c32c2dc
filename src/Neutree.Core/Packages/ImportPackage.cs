using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages;

/// <summary>An open package or archive and what is to be imported from it.</summary>
public sealed class ImportPackage : IAsyncDisposable
{
    private readonly ArchiveFiles _files;
    private readonly PackageItems _items;

    /// <param name="files">What the package holds; owned.</param>
    /// <param name="items">What was found in it; owned.</param>
    /// <param name="kind">What it is.</param>
    internal ImportPackage(ArchiveFiles files, PackageItems items, PackageKind kind)
    {
        _files = files;
        _items = items;
        Kind = kind;
    }

    public PackageKind Kind { get; }

    internal ArchiveFiles Files => _files;

    /// <summary>The package's <c>manifest.yaml</c>; null for archives and the prototype's packages.</summary>
    public PackageManifest? Manifest { get; init; }

    /// <summary>In the manifest's order, else in the archive's.</summary>
    public IReadOnlyList<ImportItem> Items => _items.Items;

    /// <summary>What concerns the package as a whole.</summary>
    public IReadOnlyList<string> Warnings => _items.Warnings;

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync().ConfigureAwait(false);
        await _files.DisposeAsync().ConfigureAwait(false);
    }
}
