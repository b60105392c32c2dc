using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages;

/// <summary>
/// Fetches a package over HTTP into a temporary file. A broken connection is continued with a range request where the server's answer
/// has a strong entity tag to compare, and from the start elsewhere. It gives up when several attempts in a row got no further.
/// </summary>
/// <param name="transport">Sends the requests.</param>
/// <param name="stallTimeout">A connection that moves no byte for so long counts as broken.</param>
/// <param name="time">Measures the pauses between attempts.</param>
/// <param name="logger">Told where the file is kept, and of every attempt that broke.</param>
internal sealed class PackageDownloader(RegistryTransport transport, TimeSpan stallTimeout, TimeProvider time, ILogger logger)
{
    private const int BufferSize = 1024 * 1024;
    private const int Attempts = 5;
    private const int MaxRedirects = 10;

    /// <param name="uri">http or https; a user and password in it become a Basic header for that host only.</param>
    /// <param name="cancellationToken">Ends the call; nothing is left behind.</param>
    /// <exception cref="PackageException">The server refuses, the connection keeps breaking, or the file can't be written.</exception>
    public async Task<PackageDownload> DownloadAsync(Uri uri, CancellationToken cancellationToken)
    {
        if (uri.Scheme is not ("http" or "https"))
        {
            throw Failure(uri, ErrorKind.InvalidArgument, $"'{uri.Scheme}' is not supported, only http and https");
        }

        PackageDownload download = new(uri);
        logger.LogInformation("A download can't be read twice: {Uri} is kept in {Path} during the run.", Printable(uri), download.Path);
        try
        {
            await FetchAsync(uri, download.Path, cancellationToken).ConfigureAwait(false);
            return download;
        }
        catch
        {
            await download.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The URI without user, password and query, which may hold secrets.</summary>
    private static string Printable(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private async Task FetchAsync(Uri uri, string path, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            EntityTagHeaderValue? tag = null;
            long furthest = 0;
            for (int failures = 0; ;)
            {
                try
                {
                    using HttpResponseMessage response = await SendAsync(uri, file.Length, tag, cancellationToken).ConfigureAwait(false);
                    tag = Prepare(uri, response, file, tag);
                    await CopyAsync(uri, response, file, cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (Exception error) when (error is HttpRequestException or IOException)
                {
                    failures = file.Length > furthest ? 1 : failures + 1;
                    furthest = Math.Max(furthest, file.Length);
                    if (failures == Attempts)
                    {
                        throw Failure(uri, ErrorKind.ConnectionFailed, $"the connection broke after {file.Length} bytes: {error.Message}", error);
                    }

                    logger.LogWarning("Download of {Uri} broke after {Bytes} bytes; trying again.", Printable(uri), file.Length);
                    await Task.Delay(TimeSpan.FromMilliseconds(200 << failures), time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Readies the file for what the answer brings: the rest of it, or all of it anew.</summary>
    /// <returns>The tag of the content that the file now holds a part of.</returns>
    private static EntityTagHeaderValue? Prepare(Uri uri, HttpResponseMessage response, FileStream file, EntityTagHeaderValue? tag)
    {
        bool isRest = response.StatusCode == HttpStatusCode.PartialContent;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
            || (isRest && (response.Content.Headers.ContentRange?.From != file.Length || (response.Headers.ETag is { } now && !now.Equals(tag)))))
        {
            // What is here isn't the beginning of what is there.
            long had = file.Length;
            file.SetLength(0);
            throw new IOException($"the server has no rest that fits the first {had} bytes");
        }

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

        if (isRest)
        {
            return tag;
        }

        file.SetLength(0);
        return response.Headers.ETag;
    }

    private async Task CopyAsync(Uri uri, HttpResponseMessage response, FileStream file, CancellationToken cancellationToken)
    {
        file.Position = file.Length;
        long? expected = response.Content.Headers.ContentLength is { } length ? file.Length + length : null;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                int read;
                while ((read = await GuardAsync(token => body.ReadAsync(buffer, token).AsTask(), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    await WriteAsync(uri, file, buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (expected is not null && file.Length != expected)
        {
            throw new IOException($"{file.Length} of {expected} bytes arrived");
        }
    }

    /// <summary>A full disk is no broken connection: trying again wouldn't help.</summary>
    private static async Task WriteAsync(Uri uri, FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw Failure(uri, ErrorKind.WriteFailed, $"writing {file.Name} failed: {error.Message}", error);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri uri, long have, EntityTagHeaderValue? tag, CancellationToken cancellationToken)
    {
        Uri address = new UriBuilder(uri) { UserName = "", Password = "" }.Uri;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            bool isOwn = HostNetwork.SameOrigin(address, uri);
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            if (uri.UserInfo.Length > 0 && isOwn)
            {
                byte[] user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo));
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
            }

            // Without a tag to compare, the server's file may have changed between the two requests.
            if (have > 0 && tag is { IsWeak: false })
            {
                request.Headers.Range = new RangeHeaderValue(have, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }

            HttpClient client = isOwn ? transport.Own : transport.Foreign;
            HttpResponseMessage response = await GuardAsync(
                token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            address = await FollowAsync(uri, address, location, cancellationToken).ConfigureAwait(false);
        }

        throw Failure(uri, ErrorKind.ServerFault, $"more than {MaxRedirects} redirects");
    }

    private static async Task<Uri> FollowAsync(Uri uri, Uri from, Uri location, CancellationToken cancellationToken)
    {
        try
        {
            return await RedirectRules.ResolveAsync(uri, from, location, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException error)
        {
            throw Failure(uri, error.Kind, error.Message, error);
        }
    }

    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(stallTimeout);
        try
        {
            return await act(stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"nothing arrived for {stallTimeout.TotalSeconds:0} s", error);
        }
    }

    private static PackageException Failure(Uri uri, ErrorKind kind, string reason, Exception? inner = null) =>
        new("Package.DownloadFailed", kind, $"download of {Printable(uri)} failed: {reason}", inner)
        {
            Target = Printable(uri),
            Recommendation = "Check the address and the network, or copy the file here and import it with -Path.",
        };
}
