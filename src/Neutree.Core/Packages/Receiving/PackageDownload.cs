using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Receiving;

/// <summary>A downloaded package in a temporary folder of its own, because a download can be read only once. Both are gone when this is disposed.</summary>
internal sealed class PackageDownload : IAsyncDisposable
{
    private readonly string _folder;

    private PackageDownload(Uri uri)
    {
        _folder = Directory.CreateTempSubdirectory("neutree-download-").FullName;
        Path = System.IO.Path.Combine(_folder, ServerAddress.FileName(uri) ?? "package");
    }

    public string Path { get; }

    /// <summary>Fetches a package; where the server has a <c>.sha256</c> file beside it, its sum is compared.</summary>
    /// <param name="uri">http or https; a user and password in it become a Basic header for that host only.</param>
    /// <param name="options">How the server is reached.</param>
    /// <param name="environment">The clock.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="logger">Told where the file is kept, and of every attempt that broke.</param>
    /// <param name="cancellationToken">Ends the call; nothing is left behind.</param>
    /// <exception cref="PackageException">The server refuses, the connection keeps breaking, the sum is another, or the file can't be written.</exception>
    public static async Task<PackageDownload> FetchAsync(
        Uri uri,
        PackageServerOptions options,
        RegistryEnvironment environment,
        IProgress<TransferProgress>? progress,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        using FileReceiver receiver = new(uri, options, new PackageReceiveOptions { Uri = uri, Destination = "" }.ThrottleLimit, environment, progress, logger);
        PackageDownload download = new(uri);
        logger.LogInformation("A download can't be read twice: {Uri} is kept in {Path} during the run.", ServerAddress.Printable(uri), download.Path);
        try
        {
            string? sum = ServerAddress.FileName(uri) is { } name ? await receiver.FindChecksumAsync(uri, name, cancellationToken).ConfigureAwait(false) : null;
            await receiver.FetchAsync(uri, download.Path, sum, cancellationToken).ConfigureAwait(false);
            return download;
        }
        catch
        {
            await download.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
