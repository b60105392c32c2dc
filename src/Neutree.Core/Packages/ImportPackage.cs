using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages;

/// <summary>An open package or archive and what is to be imported from it.</summary>
public sealed class ImportPackage : IAsyncDisposable
{
    private readonly ArchiveFiles _files;
    private readonly IReadOnlyList<IImageSource> _sources;

    internal ImportPackage(ArchiveFiles files, PackageKind kind, IReadOnlyList<ImportItem> items, IReadOnlyList<IImageSource> sources)
    {
        _files = files;
        _sources = sources;
        Kind = kind;
        Items = items;
    }

    public PackageKind Kind { get; }

    /// <summary>The package's <c>manifest.yaml</c>; null for archives and the prototype's packages.</summary>
    public PackageManifest? Manifest { get; init; }

    /// <summary>In the manifest's order, else in the archive's.</summary>
    public IReadOnlyList<ImportItem> Items { get; }

    /// <summary>What concerns the package as a whole.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the <c>.sha256</c> file beside the package says of it, 64 hexadecimal digits; null where there is none. Not verified here.</summary>
    public string? ExpectedSha256 { get; init; }

    public async ValueTask DisposeAsync()
    {
        foreach (IImageSource source in _sources)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        await _files.DisposeAsync().ConfigureAwait(false);
    }
}
