using System.Buffers;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// The upload of one blob. First one PATCH with the whole stream, then the closing PUT with the digest, which may be known only now.
/// With a journal, large blobs go as a few long PATCHes, so that registries which keep what a finished request brought lose no more
/// than one. When a request breaks, the registry is asked what it has, the content is opened anew, and the rest goes in chunks.
/// </summary>
internal sealed class UploadRun(
    RegistryEndpoint endpoint,
    UploadSessions sessions,
    RegistryOptions options,
    ILogger logger,
    string repository,
    BlobContent content,
    IProgress<long>? progress)
{
    private static readonly TimeSpan GraceOnCancel = TimeSpan.FromMilliseconds(500);

    private readonly UploadPieces _pieces = new(options, content);
    private readonly UploadRecovery _recovery = new(endpoint, sessions, options, logger, repository, content);
    private readonly bool _journals = options.Journal is not null && content.ResumeKey is not null;
    private bool _segments;
    private bool _chunks;
    private bool _restarted;
    private bool _renewed;
    private bool _mayResume;

    private UploadSession Session => _recovery.Session;

    public async Task<(Digest Digest, long Size)> RunAsync(CancellationToken cancellationToken)
    {
        // On cancellation the body under way ends early but in good order, so that the registry answers where the upload stands.
        using CancellationTokenSource grace = new();
        using CancellationTokenRegistration stop = cancellationToken.Register(() => grace.CancelAfter(GraceOnCancel));
        bool done = false;
        try
        {
            await _recovery.OpenAsync(cancellationToken).ConfigureAwait(false);

            // The distribution registry keeps the offset inside a signed token of the location: a PATCH that breaks makes every older
            // token worthless, so segments would cost it time and save nothing.
            _segments = _journals && !Session.Location.Query.Contains("_state=", StringComparison.Ordinal);
            while (true)
            {
                (Digest Digest, long Size)? sent = await SendRestAsync(cancellationToken, grace.Token).ConfigureAwait(false);
                if (sent is { } whole && await CloseAsync(whole.Digest, cancellationToken).ConfigureAwait(false))
                {
                    done = true;
                    sessions.Forget(repository, content);
                    return whole;
                }
            }
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is (OperationCanceledException or RegistryException))
        {
            _mayResume = true;
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RegistryException error) when (error.Kind is ErrorKind.ConnectionFailed or ErrorKind.Timeout or ErrorKind.ServerFault)
        {
            _mayResume = true;
            throw;
        }
        finally
        {
            if (!done && _recovery.IsOpen && !(_journals && _mayResume))
            {
                sessions.Forget(repository, content);
                await sessions.CancelAsync(repository, Session).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Digest and size when all is sent; null when the registry stands elsewhere than we do, so that the content must be opened anew.</returns>
    private async Task<(Digest Digest, long Size)?> SendRestAsync(CancellationToken cancellationToken, CancellationToken request)
    {
        UploadReader reader = await UploadReader.OpenAsync(content, Session.Offset, progress, cancellationToken, request).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (!await reader.IsAtEndAsync(request).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!await SendPieceAsync(reader, cancellationToken, request).ConfigureAwait(false))
                {
                    return null;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            return (reader.Digest, reader.Position);
        }
    }

    /// <returns>False when the content must be opened anew at the session's offset.</returns>
    private async Task<bool> SendPieceAsync(UploadReader reader, CancellationToken cancellationToken, CancellationToken requestToken)
    {
        long start = reader.Position;
        byte[]? buffer = null;
        HttpResponseMessage? response = null;
        RegistryRequest request = PatchRequest();
        try
        {
            if (!_chunks)
            {
                request = request with { Body = () => new StreamedBody(reader, _segments ? _pieces.SegmentSize(start, Session.MinimumChunk) : long.MaxValue, null) };
            }
            else if (content.Length is { } length)
            {
                long size = Math.Min(_pieces.ChunkSize(Session.MinimumChunk), length - start);
                request = request with { Body = () => new StreamedBody(reader, size, size), Headers = [UploadPieces.ContentRange(start, size)] };
            }
            else
            {
                (buffer, int size) = await _pieces.FillChunkAsync(reader, Session.MinimumChunk, cancellationToken).ConfigureAwait(false);
                byte[] filled = buffer;
                request = request with { Body = () => UploadPieces.Chunk(filled, size), Headers = [UploadPieces.ContentRange(start, size)] };
                reader.NoteSent(size);
            }

            response = await endpoint.SendAsync(request, requestToken).ConfigureAwait(false);
            reader.ThrowIfSourceBroke();
            return await TakeAnswerAsync(response, request, reader, start, cancellationToken, requestToken).ConfigureAwait(false);
        }
        catch (RegistryException error) when (response is null)
        {
            reader.ThrowIfSourceBroke();
            cancellationToken.ThrowIfCancellationRequested();
            _chunks |= await _recovery.RecoverAsync(error, null, cancellationToken).ConfigureAwait(false);
            return false;
        }
        finally
        {
            response?.Dispose();
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private async Task<bool> TakeAnswerAsync(
        HttpResponseMessage response,
        RegistryRequest request,
        UploadReader reader,
        long start,
        CancellationToken cancellationToken,
        CancellationToken requestToken)
    {
        if (response.IsSuccessStatusCode)
        {
            UploadSession before = Session;
            UploadSession after = await UploadSession.ReadAsync(endpoint, before.Location, response, reader.Position, requestToken).ConfigureAwait(false);
            _recovery.GoOn(after with { MinimumChunk = Math.Max(after.MinimumChunk, before.MinimumChunk) }, madeProgress: after.Offset > start);

            // Less than was sent is a short accept; more is a registry that counts otherwise, and its digest check decides.
            if (Session.Offset < reader.Position)
            {
                _recovery.CountCorrection(await endpoint.FailureAsync(response, request, requestToken).ConfigureAwait(false));
                return false;
            }

            return true;
        }

        cancellationToken.ThrowIfCancellationRequested();
        RegistryException failure = await endpoint.FailureAsync(response, request, cancellationToken).ConfigureAwait(false);
        int status = (int)response.StatusCode;
        if (status == 413 && _chunks)
        {
            throw failure;
        }

        if (status is 411 or 413 or 416)
        {
            _recovery.CountCorrection(failure);
            _chunks = true;
            await _recovery.FindOrRestartAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (_segments && !_chunks && start > 0 && status is 400 or 404 or 405)
        {
            logger.LogDebug("{Host} takes no second PATCH; sending {Blob} whole", endpoint.Host, content.Name);
            _segments = false;
            await _recovery.RestartAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (status == 401 && !_renewed)
        {
            // The token ended early; the endpoint has forgotten it, and the next request brings a new one.
            _renewed = true;
            await _recovery.FindOrRestartAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (HostRetries.IsTransient(response.StatusCode) || status == 404)
        {
            _chunks |= await _recovery.RecoverAsync(failure, status == 404 ? TimeSpan.Zero : endpoint.Retries.NoteFailure(response), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            throw failure;
        }

        return false;
    }

    /// <returns>False when the session was lost and the blob must be sent again from its start.</returns>
    private async Task<bool> CloseAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (content.Digest is { } promised && promised.Algorithm == digest.Algorithm && promised != digest)
        {
            throw RegistryFailure.DigestMismatch($"push of {content.Name}", repository, promised.ToString(), digest.ToString());
        }

        Digest stored = content.Digest ?? digest;
        RegistryRequest put = PatchRequest() with
        {
            Method = HttpMethod.Put,
            Location = Session.CloseWith(stored),
            OneShot = false,
            Body = static () => new ByteArrayContent([]),
        };
        using HttpResponseMessage response = await endpoint.SendAsync(put, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            BlobUploader.CheckDigest(response, stored, content, repository);
            return true;
        }

        // The answer to a PUT that worked may have been lost, and its repetition finds no session.
        RegistryException failure = await endpoint.FailureAsync(response, put, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            if (await HasBlobAsync(stored, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            if (!_restarted)
            {
                _restarted = true;
                logger.LogDebug("{Host}: the upload of {Blob} starts again: {Reason}", endpoint.Host, content.Name, failure.Message);
                await _recovery.RestartAsync(cancellationToken).ConfigureAwait(false);
                return false;
            }
        }

        throw failure;
    }

    private async Task<bool> HasBlobAsync(Digest digest, CancellationToken cancellationToken)
    {
        RegistryRequest head = new(HttpMethod.Head, $"{repository}/blobs/{digest}")
        {
            Repository = repository,
            Scopes = RegistryRequest.Push(repository),
            What = $"looking for {content.Name} in {repository}",
        };
        using HttpResponseMessage response = await endpoint.SendAsync(head, cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.OK;
    }

    private RegistryRequest PatchRequest() => new(HttpMethod.Patch, "")
    {
        Location = Session.Location,
        Repository = repository,
        Scopes = RegistryRequest.Push(repository),
        OneShot = true,
        What = $"push of {content.Name} to {repository}",
    };
}
