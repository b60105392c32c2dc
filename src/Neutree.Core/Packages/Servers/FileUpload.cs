using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Packages.Servers;

/// <summary>
/// Puts one file on a server. Where a broken upload left its beginning there, and the server takes the rest by <c>Content-Range</c>, it goes on from there; else it
/// begins anew.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="address">Where the file goes.</param>
/// <param name="file">The file.</param>
/// <param name="retry">Further tries in a row that get no further.</param>
/// <param name="logger">Told of every try that broke.</param>
internal sealed class FileUpload(FileServer server, Uri address, PackageFile file, int retry, ILogger logger)
{
    private readonly FileRequest _request = new(HttpMethod.Put, address, $"upload of {file.Name} to {ServerAddress.Printable(address)}");
    private long _offset;

    /// <summary>Whether another file lies there that must not be taken for the beginning of this one.</summary>
    public bool ReplacesAnother { get; init; }

    /// <summary>Whether parts of several tries were put together.</summary>
    public bool WasContinued { get; private set; }

    /// <summary>Bytes of the file that were sent.</summary>
    public long Sent { get; private set; }

    /// <param name="mayContinue">Whether what lies there already may be the beginning of the file.</param>
    /// <param name="progress">Told how many of the file's bytes are there.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PackageException">The server refuses, the connection keeps breaking, or the file can't be read.</exception>
    public async Task RunAsync(bool mayContinue, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        bool mayLook = mayContinue;
        Attempts attempts = new(server, _request, retry, logger);
        await attempts.RunAsync(TryAsync, () => _offset, cancellationToken).ConfigureAwait(false);

        async Task TryAsync(CancellationToken token)
        {
            _offset = mayLook ? await FindBeginningAsync(token).ConfigureAwait(false) : 0;
            mayLook = !ReplacesAnother;
            if (!await SendAsync(attempts, progress, token).ConfigureAwait(false))
            {
                _offset = 0;
                await SendAsync(attempts, progress, token).ConfigureAwait(false);
            }
        }
    }

    private async Task<long> FindBeginningAsync(CancellationToken cancellationToken) =>
        await new RemoteFile(server, address, retry, logger).FindSizeAsync(cancellationToken).ConfigureAwait(false) is { } size && size > 0 && size < file.Size ? size : 0;

    /// <returns>False where the server doesn't take a rest.</returns>
    private async Task<bool> SendAsync(Attempts attempts, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long offset = _offset;
        long sent = offset;
        FileRequest request = _request with
        {
            Body = () => new UploadBody(file.Open, offset, file.Size, new Counter(done =>
            {
                sent = done;
                progress?.Report(done);
            }), PackageArtifact.MediaTypeOf(file.Name)),
            Headers = offset > 0 ? [new("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{file.Size - 1}/{file.Size}"))] : [],
        };
        try
        {
            using HttpResponseMessage response = await server.SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
            if (offset > 0 && (response.IsSuccessStatusCode
                ? await new RemoteFile(server, address, retry, logger).FindSizeAsync(cancellationToken).ConfigureAwait(false) != file.Size
                : response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotImplemented or HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.MethodNotAllowed))
            {
                // A server that doesn't know Content-Range may have taken the rest for the whole.
                return false;
            }

            if (!response.IsSuccessStatusCode)
            {
                throw await attempts.FromAnswerAsync(response, cancellationToken).ConfigureAwait(false);
            }

            WasContinued |= offset > 0;
            return true;
        }
        finally
        {
            Sent += sent - offset;
        }
    }

    private sealed class Counter(Action<long> note) : IProgress<long>
    {
        public void Report(long value) => note(value);
    }
}
