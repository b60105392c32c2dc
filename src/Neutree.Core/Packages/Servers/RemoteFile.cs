using System.Buffers;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Packages.Servers;

/// <summary>A file as it lies on a server: is it there, and is it what it should be.</summary>
/// <param name="server">The server.</param>
/// <param name="address">The file's.</param>
/// <param name="retry">Further tries in a row that get no further.</param>
/// <param name="logger">Told of every try that broke.</param>
internal sealed class RemoteFile(FileServer server, Uri address, int retry, ILogger logger)
{
    private const int BufferSize = 1024 * 1024;
    private readonly FileRequest _request = new(HttpMethod.Get, address, $"check of {ServerAddress.Printable(address)}");

    /// <summary>Its length in bytes; null where it isn't there, -1 where the server doesn't say.</summary>
    /// <exception cref="PackageException">The server refuses or can't be reached.</exception>
    public async Task<long?> FindSizeAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await HeadAsync(cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode ? response.Content.Headers.ContentLength ?? -1 : null;
    }

    /// <summary>
    /// Compares the file with what it should be: the length; then by the sum that the server states (<c>Repr-Digest</c>, <c>Digest</c>, <c>X-Checksum-Sha256</c>), else by
    /// fetching it again.
    /// </summary>
    /// <param name="size">Bytes it should have.</param>
    /// <param name="sha256">The sum it should have.</param>
    /// <param name="sizeOnly">Whether the length is enough.</param>
    /// <param name="progress">Told how many bytes were fetched again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PackageException">The server refuses or can't be reached.</exception>
    public async Task<RemoteComparison> CompareAsync(long size, string sha256, bool sizeOnly, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long? stated;
        string? sum;
        using (HttpResponseMessage head = await HeadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!head.IsSuccessStatusCode)
            {
                return new RemoteComparison(RemoteState.Missing, PublishVerification.None, "it isn't there");
            }

            (stated, sum) = (head.Content.Headers.ContentLength, StatedChecksum.Find(head));
        }

        if (stated is not null && stated != size)
        {
            return new RemoteComparison(RemoteState.Different, PublishVerification.Size, $"it has {stated} bytes there instead of {size}");
        }

        if (sizeOnly && stated is not null)
        {
            return new RemoteComparison(RemoteState.Same, PublishVerification.Size, "");
        }

        PublishVerification how = sum is null ? PublishVerification.Content : PublishVerification.Checksum;
        sum ??= await HashAsync(progress, cancellationToken).ConfigureAwait(false);
        return sum == sha256
            ? new RemoteComparison(RemoteState.Same, how, "")
            : new RemoteComparison(RemoteState.Different, how, $"it has the sha256 sum {sum} there instead of {sha256}");
    }

    private async Task<HttpResponseMessage> HeadAsync(CancellationToken cancellationToken)
    {
        FileRequest head = _request with { Method = HttpMethod.Head, Headers = [new("Want-Repr-Digest", "sha-256=10"), new("Want-Digest", "SHA-256")] };
        return await server.SendCheckedAsync(head, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Gone).ConfigureAwait(false);
    }

    /// <summary>Reads it whole; a broken connection is continued where the server serves ranges of the same version.</summary>
    private async Task<string> HashAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string? tag = null;
        long at = 0;
        Attempts attempts = new(server, _request, retry, logger);
        await attempts.RunAsync(TryAsync, () => at, cancellationToken).ConfigureAwait(false);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        async Task TryAsync(CancellationToken token)
        {
            FileRequest rest = at > 0 && tag is not null
                ? _request with { Headers = [new("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={at}-")), new("If-Range", tag)] }
                : _request;
            using HttpResponseMessage response = await server.SendOnceAsync(rest, token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw await attempts.FromAnswerAsync(response, token).ConfigureAwait(false);
            }

            if (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != at)
            {
                _ = hash.GetHashAndReset();
                at = 0;
                tag = response.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null;
                if (response.StatusCode == HttpStatusCode.PartialContent)
                {
                    tag = null;
                    throw new IOException("the server sent another part than was asked for");
                }
            }

            long? end = response.Content.Headers.ContentLength is { } length ? at + length : null;
            await ReadAsync(response, token).ConfigureAwait(false);
            if (end is not null && at != end)
            {
                throw new IOException($"{at} of {end} bytes arrived");
            }
        }

        async Task ReadAsync(HttpResponseMessage response, CancellationToken token)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            try
            {
                using Stream body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                int read;
                while ((read = await server.ReadAsync(body, buffer, token).ConfigureAwait(false)) > 0)
                {
                    hash.AppendData(buffer, 0, read);
                    at += read;
                    progress?.Report(at);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
