using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Oci.Serving;

/// <summary>A folder, package or archive opened and served; both end together.</summary>
public sealed class LocalRegistry : IAsyncDisposable
{
    private readonly RegistryServer _server;
    private readonly IAsyncDisposable _place;

    private LocalRegistry(RegistryServer server, IAsyncDisposable place, string location, bool isReadOnly)
    {
        _server = server;
        _place = place;
        Location = location;
        IsReadOnly = isReadOnly;
    }

    /// <summary>The address for clients on this machine.</summary>
    public Uri Url => _server.Url;

    /// <summary>What is served; a full path.</summary>
    public string Location { get; }

    public bool IsReadOnly { get; }

    /// <summary>Serves a folder, which is made where there is none.</summary>
    /// <exception cref="NeutreeException">The folder can't be used, the endpoint is taken, or open to others without protection.</exception>
    public static async Task<LocalRegistry> ServeFolderAsync(string path, RegistryServerOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        RegistryFolder folder = await RegistryFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        return await ServeAsync(folder, path, options.ReadOnly, () => RegistryServer.StartAsync(folder, options, logger, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Serves a package, archive or OCI layout folder read-only from where it lies.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="cacheFolder">Keeps the index of a compressed archive between runs; null keeps none.</param>
    /// <param name="options">How to listen.</param>
    /// <param name="logger">What is done.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="NeutreeException">The file can't be read, the endpoint is taken, or open to others without protection.</exception>
    public static async Task<LocalRegistry> ServePackageAsync(
        string path, string? cacheFolder, RegistryServerOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        ArchiveOptions reading = new() { CacheFolder = cacheFolder, Logger = logger };
        ImageArchive archive = await ImageArchive.OpenAsync(path, reading, cancellationToken).ConfigureAwait(false);
        return await ServeAsync(archive, path, isReadOnly: true, () => RegistryServer.StartAsync(archive, options, logger, cancellationToken)).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        await _place.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<LocalRegistry> ServeAsync(IAsyncDisposable place, string location, bool isReadOnly, Func<Task<RegistryServer>> start)
    {
        try
        {
            return new LocalRegistry(await start().ConfigureAwait(false), place, location, isReadOnly);
        }
        catch
        {
            await place.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
