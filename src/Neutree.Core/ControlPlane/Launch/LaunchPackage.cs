using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>What an installation is made from: the component's files, and the images and the plugin that come with them.</summary>
internal sealed class LaunchPackage : IAsyncDisposable
{
    private const int LargestProgram = 256 << 20;

    private readonly ArchiveFiles? _archive;
    private readonly string? _path;
    private readonly ArchiveOptions _options;
    private ImportPackage? _images;

    private LaunchPackage(ComponentFiles files, ArchiveFiles? archive, string? path, ArchiveOptions options)
    {
        Files = files;
        _archive = archive;
        _path = path;
        _options = options;
    }

    public ComponentFiles Files { get; }

    /// <param name="path">A package, an archive of compose files, or a folder; null: the files of this build.</param>
    /// <param name="layout">The component.</param>
    /// <param name="options">How archives are read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">It can't be read, or isn't one to launch the component from.</exception>
    public static async Task<LaunchPackage> OpenAsync(string? path, ComponentLayout layout, ArchiveOptions options, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return new LaunchPackage(ComponentFileReader.ReadOwn(layout), null, null, options);
        }

        ArchiveFiles archive = await ArchiveOpener.OpenPathAsync(path, options, cancellationToken).ConfigureAwait(false);
        try
        {
            return new LaunchPackage(await ComponentFileReader.ReadAsync(archive, layout, options, cancellationToken).ConfigureAwait(false), archive, path, options);
        }
        catch
        {
            await archive.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The version that the package's manifest states; null where it states none.</summary>
    public async Task<string?> FindVersionAsync(CancellationToken cancellationToken) =>
        (await OpenImagesAsync(cancellationToken).ConfigureAwait(false))?.Manifest?.Metadata.Version is { Length: > 0 } version ? version : null;

    /// <summary>The images; none where the package is compose files only.</summary>
    public async Task<IReadOnlyList<ImportItem>> GetImagesAsync(CancellationToken cancellationToken) =>
        (await OpenImagesAsync(cancellationToken).ConfigureAwait(false))?.Items ?? [];

    /// <summary>Docker Compose as a program, where the package carries it for this processor.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindComposeProgramAsync(string architecture, CancellationToken cancellationToken)
    {
        if (_archive is null)
        {
            return null;
        }

        string[] names = ["cli-plugins/docker-compose", $"cli-plugins/docker-compose-linux-{architecture}"];
        string? found = _archive.FileNames.FirstOrDefault(name => names.Any(wanted => name == wanted || name.EndsWith("/" + wanted, StringComparison.Ordinal)));
        return found is not null && _archive.Find(found) is { } file
            ? await _archive.ReadAllAsync(file, LargestProgram, cancellationToken).ConfigureAwait(false)
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_images is not null)
        {
            await _images.DisposeAsync().ConfigureAwait(false);
        }

        if (_archive is not null)
        {
            await _archive.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ImportPackage?> OpenImagesAsync(CancellationToken cancellationToken)
    {
        if (_path is null || _images is not null)
        {
            return _images;
        }

        try
        {
            return _images = await PackageReader.OpenAsync(_path, _options, cancellationToken).ConfigureAwait(false);
        }
        catch (ArchiveException error) when (error.ErrorId == "Archive.NoImages")
        {
            return null;
        }
    }
}
