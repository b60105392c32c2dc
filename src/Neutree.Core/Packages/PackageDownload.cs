using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages;

/// <summary>
/// A package fetched over HTTP into a temporary file, because a download can be read only once. A broken connection is continued with a
/// range request where the server allows it. The file is gone when this is disposed.
/// </summary>
internal sealed class PackageDownload : IAsyncDisposable
{
    private const int BufferSize = 1024 * 1024;
    private const int Attempts = 5;
    private const int MaxRedirects = 10;

    private readonly string _folder;
    private EntityTagHeaderValue? _tag;

    private PackageDownload(string folder, string path)
    {
        _folder = folder;
        Path = path;
    }

    public string Path { get; }

    /// <param name="uri">http or https; a user and password in it become a Basic header for that host only.</param>
    /// <param name="transport">Sends the requests.</param>
    /// <param name="logger">Told where the file is kept.</param>
    /// <param name="cancellationToken">Ends the call; nothing is left behind.</param>
    /// <exception cref="PackageException">The server refuses, or the connection keeps breaking.</exception>
    public static async Task<PackageDownload> StartAsync(Uri uri, RegistryTransport transport, ILogger logger, CancellationToken cancellationToken)
    {
        if (uri.Scheme is not ("http" or "https"))
        {
            throw Failure(uri, ErrorKind.InvalidArgument, $"'{uri.Scheme}' is not supported, only http and https");
        }

        string folder = Directory.CreateTempSubdirectory("neutree-download-").FullName;
        string name = System.IO.Path.GetFileName(uri.LocalPath);
        PackageDownload download = new(folder, System.IO.Path.Combine(folder, name.Length == 0 ? "package" : name));
        logger.LogInformation("A download can't be read twice: {Uri} is kept in {Path} during the run.", Printable(uri), download.Path);
        try
        {
            await download.FetchAsync(uri, transport, logger, cancellationToken).ConfigureAwait(false);
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

    /// <summary>The URI without user, password and query, which may hold secrets.</summary>
    internal static string Printable(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private async Task FetchAsync(Uri uri, RegistryTransport transport, ILogger logger, CancellationToken cancellationToken)
    {
        await using FileStream file = new(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferSize);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await FetchOnceAsync(uri, transport, file, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                if (attempt == Attempts)
                {
                    throw Failure(uri, ErrorKind.ConnectionFailed, $"the connection broke after {file.Length} bytes: {error.Message}", error);
                }

                logger.LogWarning("Download of {Uri} broke after {Bytes} bytes; trying again.", Printable(uri), file.Length);
                await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task FetchOnceAsync(Uri uri, RegistryTransport transport, FileStream file, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(uri, transport, file.Length, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            ErrorKind kind = response.StatusCode switch
            {
                HttpStatusCode.NotFound => ErrorKind.NotFound,
                HttpStatusCode.Unauthorized => ErrorKind.AuthenticationFailed,
                HttpStatusCode.Forbidden => ErrorKind.PermissionDenied,
                _ => ErrorKind.ServerFault,
            };
            throw Failure(uri, kind, $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}");
        }

        if (response.StatusCode != HttpStatusCode.PartialContent)
        {
            file.SetLength(0);
            _tag = response.Headers.ETag;
        }

        file.Position = file.Length;
        long? expected = response.Content.Headers.ContentLength is { } length ? file.Length + length : null;
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(file, BufferSize, cancellationToken).ConfigureAwait(false);
        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (expected is not null && file.Length != expected)
        {
            throw new IOException($"{file.Length} of {expected} bytes arrived");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri uri, RegistryTransport transport, long have, CancellationToken cancellationToken)
    {
        Uri address = uri;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            if (uri.UserInfo.Length > 0 && IsSameOrigin(address, uri))
            {
                byte[] user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo));
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
            }

            // Without a tag to compare, the server's file may have changed between the two requests.
            if (have > 0 && _tag is { IsWeak: false })
            {
                request.Headers.Range = new RangeHeaderValue(have, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(_tag);
            }

            HttpClient client = IsSameOrigin(address, uri) ? transport.Own : transport.Foreign;
            HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            address = new Uri(address, location);
            if (address.Scheme != "https" && address.Scheme != uri.Scheme)
            {
                throw Failure(uri, ErrorKind.PermissionDenied, $"it redirects from {uri.Scheme} to {address.Scheme}");
            }
        }

        throw Failure(uri, ErrorKind.ServerFault, $"more than {MaxRedirects} redirects");
    }

    private static bool IsSameOrigin(Uri a, Uri b) => (a.Scheme, a.Host, a.Port) == (b.Scheme, b.Host, b.Port);

    private static PackageException Failure(Uri uri, ErrorKind kind, string reason, Exception? inner = null) =>
        new("Package.DownloadFailed", kind, $"download of {Printable(uri)} failed: {reason}", inner)
        {
            Target = Printable(uri),
            Recommendation = "Check the address and the network, or copy the file here and import it with -Path.",
        };
}
