using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Oci.Transfer;

/// <summary>Opens the places a run reads from and writes to, one client per registry, and closes them together.</summary>
internal sealed class ImagePlaces(string? cacheFolder, ILogger logger, long? maxUnpackedSize = null) : IAsyncDisposable
{
    private readonly Dictionary<(string Registry, bool IsSource), RegistryClient> _clients = [];
    private readonly Stack<IAsyncDisposable> _opened = new();

    /// <summary>An archive or OCI layout folder; <c>-</c> is standard input.</summary>
    public async Task<IImageSource> OpenArchiveAsync(string path, CancellationToken cancellationToken)
    {
        ArchiveOptions options = new ArchiveOptions { CacheFolder = cacheFolder, Logger = logger }.WithMaxUnpackedSize(maxUnpackedSize);
        return Keep<IImageSource>(await ImageArchive.OpenAsync(path, options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>One reference in a registry.</summary>
    public IImageSource OpenReference(ImageReference reference, RegistryOptions options, bool includeReferrers) =>
        Keep<IImageSource>(new RegistryImageSource(Client(reference.Registry, options, isSource: true), [reference], includeReferrers));

    /// <summary>A registry to write to; interrupted uploads go on where the cache folder remembers them.</summary>
    public IImageTarget OpenRegistry(string registry, RegistryOptions options)
    {
        RegistryOptions journaled = cacheFolder is { } folder && options.Journal is null
            ? options with { Journal = new TransferJournal(folder) }
            : options;
        return Keep<IImageTarget>(new RegistryImageTarget(Client(registry, journaled, isSource: false)));
    }

    /// <summary>A folder registry, made where there is none; a what-if run makes none.</summary>
    public async Task<IImageTarget> OpenFolderAsync(string path, bool whatIf, CancellationToken cancellationToken) =>
        Keep<IImageTarget>(whatIf && !Directory.Exists(path)
            ? new AbsentTarget(Path.GetFullPath(path))
            : await RegistryFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>A new archive; it gets its name when it is completed.</summary>
    public IImageTarget CreateArchive(string path) => Keep<IImageTarget>(ImageArchiveWriter.Create(path));

    public RegistryClient Client(string registry, RegistryOptions options, bool isSource)
    {
        if (!_clients.TryGetValue((registry, isSource), out RegistryClient? client))
        {
            client = Keep(new RegistryClient(registry, options, logger));
            _clients.Add((registry, isSource), client);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out IAsyncDisposable? place))
        {
            await place.DisposeAsync().ConfigureAwait(false);
        }
    }

    private T Keep<T>(T place)
        where T : IAsyncDisposable
    {
        _opened.Push(place);
        return place;
    }
}
