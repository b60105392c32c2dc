using System.Net;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// Writes blobs to one registry. Small ones with a known digest go in one request or two; all others are streamed by an
/// <see cref="UploadRun"/>.
/// </summary>
internal sealed class BlobUploader(RegistryEndpoint endpoint, UploadSessions sessions, RegistryOptions options, ILogger logger)
{
    private const int OnePostLimit = 64 * 1024;
    private const int OnePutLimit = 512 * 1024;

    public async Task<(Digest Digest, long Size)> UploadAsync(string repository, BlobContent content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (content is not { Digest: { } digest, Length: >= 0 and <= OnePutLimit })
        {
            UploadRun run = new(endpoint, sessions, options, logger, repository, content, progress);
            return await run.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        byte[] bytes = await ReadAllAsync(content, (int)content.Length.Value, cancellationToken).ConfigureAwait(false);
        if (digest.ComputeSame(bytes) is var actual && actual != digest)
        {
            throw RegistryFailure.DigestMismatch($"push of {content.Name}", repository, digest.ToString(), actual.ToString());
        }

        await UploadSmallAsync(repository, content, digest, bytes, cancellationToken).ConfigureAwait(false);
        progress?.Report(bytes.Length);
        return (digest, bytes.Length);
    }

    private async Task UploadSmallAsync(string repository, BlobContent content, Digest digest, byte[] bytes, CancellationToken cancellationToken)
    {
        UploadSession? session = null;
        if (bytes.Length is > 0 and <= OnePostLimit)
        {
            RegistryRequest post = Request(HttpMethod.Post, repository, content, bytes) with
            {
                Path = $"{repository}/blobs/uploads/?digest={Uri.EscapeDataString(digest.ToString())}{(digest.Algorithm == "sha256" ? "" : "&digest-algorithm=" + digest.Algorithm)}",
            };
            using HttpResponseMessage answer = await endpoint.SendAsync(post, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || HostRetries.IsTransient(answer.StatusCode))
            {
                throw await endpoint.FailureAsync(answer, post, cancellationToken).ConfigureAwait(false);
            }

            if (answer.StatusCode == HttpStatusCode.Created)
            {
                CheckDigest(answer, digest, content, repository);
                return;
            }

            // 202: the registry takes no body here but opened a session. Other answers: it doesn't know this form at all.
            session = answer.StatusCode == HttpStatusCode.Accepted && answer.Headers.Location is not null
                ? await UploadSession.ReadAsync(endpoint, endpoint.UrlOf(post), answer, 0, cancellationToken).ConfigureAwait(false)
                : null;
        }

        session ??= await sessions.OpenAsync(repository, content with { ResumeKey = null }, cancellationToken).ConfigureAwait(false);
        RegistryRequest put = Request(HttpMethod.Put, repository, content, bytes) with { Location = session.CloseWith(digest) };
        bool done = false;
        try
        {
            using HttpResponseMessage closed = await endpoint.SendCheckedAsync(put, cancellationToken).ConfigureAwait(false);
            CheckDigest(closed, digest, content, repository);
            done = true;
        }
        finally
        {
            if (!done)
            {
                await sessions.CancelAsync(repository, session).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The registry may say under which digest it stored the blob.</summary>
    internal static void CheckDigest(HttpResponseMessage response, Digest digest, BlobContent content, string repository)
    {
        if (response.Headers.TryGetValues("Docker-Content-Digest", out IEnumerable<string>? values)
            && Digest.TryParse(values.FirstOrDefault(), out Digest stored)
            && stored.Algorithm == digest.Algorithm
            && stored != digest)
        {
            throw RegistryFailure.DigestMismatch($"push of {content.Name}", repository, digest.ToString(), stored.ToString());
        }
    }

    private static RegistryRequest Request(HttpMethod method, string repository, BlobContent content, byte[] bytes) => new(method, "")
    {
        Repository = repository,
        Scopes = RegistryRequest.Push(repository),
        Body = () =>
        {
            ByteArrayContent body = new(bytes);
            body.Headers.ContentType = new("application/octet-stream");
            return body;
        },
        What = $"push of {content.Name} to {repository}",
    };

    private static async Task<byte[]> ReadAllAsync(BlobContent content, int length, CancellationToken cancellationToken)
    {
        using BlobStream stream = await content.OpenAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream bytes = new(length);
        await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes.ToArray();
    }
}
