using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Http;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Receiving;

/// <summary>Brings single files from a server into a folder, checked where there is a sum to check by; nothing half-written has a final name.</summary>
internal sealed class FileReceiver : IDisposable
{
    private const int MaxSmallFile = 4 * 1024 * 1024;

    private readonly FileServer _server;
    private readonly int _retry;
    private readonly int _connections;
    private readonly ProgressBoard _board;
    private readonly ILogger _logger;

    /// <param name="address">One of the files; all of them lie on the same server.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="connections">Ranges of a file at a time.</param>
    /// <param name="environment">The clock.</param>
    /// <param name="progress">Told how far the files are.</param>
    /// <param name="logger">Told of every attempt that broke.</param>
    public FileReceiver(Uri address, PackageServerOptions options, int connections, RegistryEnvironment environment, IProgress<TransferProgress>? progress, ILogger logger)
    {
        const string advice = "Check the address and the network, or bring the file here another way.";
        _server = new FileServer(address, options, "Package.DownloadFailed", advice, environment, logger);
        _retry = options.Connection.Retry;
        _connections = connections;
        _board = new ProgressBoard(progress);
        _logger = logger;
    }

    /// <summary>Bytes of one range of a large file.</summary>
    internal long? RangeSize { get; init; }

    /// <summary>A small file's bytes; null where the server has none or won't give it.</summary>
    /// <exception cref="PackageException">The server can't be reached.</exception>
    public async Task<byte[]?> TryReadAsync(Uri address, CancellationToken cancellationToken)
    {
        FileRequest request = new(HttpMethod.Get, ServerAddress.WithoutUser(address), $"download of {ServerAddress.Printable(address)}");
        using HttpResponseMessage response = await _server.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (HostRetries.IsTransient(response.StatusCode))
        {
            throw await _server.FromAnswerAsync(response, request, cancellationToken).ConfigureAwait(false);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            _logger.LogDebug("{What}: HTTP {Status}", request.What, (int)response.StatusCode);
            return null;
        }

        try
        {
            return await BoundedBody.ReadAsync(response.Content, MaxSmallFile, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (HostRetries.IsTransient(error))
        {
            throw _server.FromConnection(error, request);
        }
    }

    /// <summary>The sum that the <c>.sha256</c> file beside a file says; null where there is no such file, or it says none.</summary>
    /// <exception cref="PackageException">The server can't be reached.</exception>
    public async Task<string?> FindChecksumAsync(Uri address, string name, CancellationToken cancellationToken)
    {
        Uri beside = ServerAddress.Beside(address, PackageFileNames.Checksum(name));
        if (await TryReadAsync(beside, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return null;
        }

        string? sum = ChecksumFile.Find(Encoding.UTF8.GetString(content), name);
        if (sum is null)
        {
            // A server may answer every address with a page.
            _logger.LogWarning("{Address} has no sha256 sum of {Name} in it.", ServerAddress.Printable(beside), name);
        }

        return sum;
    }

    /// <summary>Bytes of a file as the server says; null where it doesn't.</summary>
    /// <exception cref="PackageException">The server refuses or can't be reached.</exception>
    public async Task<long?> FindSizeAsync(Uri address, CancellationToken cancellationToken)
    {
        FileRequest request = new(HttpMethod.Head, ServerAddress.WithoutUser(address), $"download of {ServerAddress.Printable(address)}");
        using HttpResponseMessage response = await _server.SendCheckedAsync(request, cancellationToken, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotImplemented).ConfigureAwait(false);
        return response.IsSuccessStatusCode ? response.Content.Headers.ContentLength : null;
    }

    /// <summary>Fetches a file.</summary>
    /// <param name="address">The file's.</param>
    /// <param name="path">The name it gets when it is whole and checked.</param>
    /// <param name="sha256">Its sum, or null where none is known.</param>
    /// <param name="cancellationToken">Ends the call; what arrived is kept for the next run.</param>
    /// <returns>Its size and sum, and how many bytes were moved.</returns>
    /// <exception cref="PackageException">It can't be had, isn't what its sum says, or can't be written.</exception>
    public async Task<(long Size, string Sha256, long Moved)> FetchAsync(Uri address, string path, string? sha256, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(path);
        DownloadProgress progress = new(_board, name, $"download of {name}");
        using PartialFile file = PartialFile.Open(path);
        FileDownload download = new(_server, ServerAddress.WithoutUser(address), file, progress, _logger)
        {
            Retry = _retry,
            Connections = _connections,
            IsChecked = sha256 is not null,
            RangeSize = RangeSize ?? FileDownload.DefaultRangeSize,
        };
        bool resumed = file.Journal.Done > 0;
        long moved = await download.RunAsync(cancellationToken).ConfigureAwait(false);
        (long size, string actual) = await HashAsync(file, cancellationToken).ConfigureAwait(false);
        if (sha256 is not null && actual != sha256)
        {
            file.Discard();
            if (resumed)
            {
                // What an earlier run brought may have been another version's.
                _logger.LogWarning("{Name} isn't what its sum says after it was continued; fetching it anew.", name);
                return await FetchAsync(address, path, sha256, cancellationToken).ConfigureAwait(false);
            }

            throw Mismatch(ServerAddress.Printable(address), sha256, actual);
        }

        file.Complete();
        progress.Complete();
        return (size, actual, moved);
    }

    public void Dispose() => _server.Dispose();

    public static PackageException Mismatch(string name, string expected, string actual) =>
        new("Package.ChecksumMismatch", ErrorKind.InvalidData, $"{name} has the sha256 sum {actual} instead of {expected}")
        {
            Target = name,
            Recommendation = "The file was damaged or altered: fetch it again, and compare its sum with the one it was published with.",
        };

    internal static async Task<(long Size, string Sha256)> HashAsync(PartialFile file, CancellationToken cancellationToken)
    {
        long size = 0;
        string sum = await FileHash.ComputeAsync(
            async (buffer, token) =>
            {
                int read = await file.ReadAsync(buffer, size, token).ConfigureAwait(false);
                size += read;
                return read;
            },
            progress: null,
            cancellationToken).ConfigureAwait(false);
        return (size, sum);
    }
}
