using System.Security.Cryptography;
using Neutree.Core.Oci.Serving.Http;

namespace Neutree.Core.Oci.Serving;

/// <summary>
/// Upload sessions (distribution-spec, "Pushing blobs"): in one POST, as POST and PUT, as one streamed PATCH, or in chunks whose
/// offsets are checked.
/// </summary>
internal sealed class UploadEndpoint(FolderStorage? writable)
{
    /// <summary>POST …/blobs/uploads/: opens a session, mounts a blob, or takes it at once.</summary>
    public async Task<HttpResponse> StartAsync(RegistryRoute route, HttpRequest request, CancellationToken cancellationToken)
    {
        if (writable is not { } folder || request.Method != "POST")
        {
            throw RegistryFault.MethodNotAllowed(writable is null ? "" : "POST");
        }

        // Every blob of the folder is visible from every repository, so a mount has nothing to do; where the client says it is doesn't matter.
        if (request.Query("mount") is { } mount && folder.Blobs.FindSize(RequireDigest(mount)) is not null)
        {
            return Created(route, RequireDigest(mount));
        }

        Digest? digest = request.Query("digest") is { } text ? RequireDigest(text) : null;
        HashAlgorithmName algorithm = ReadAlgorithm(request.Query("digest-algorithm") ?? digest?.Algorithm);
        FolderUpload upload = await folder.Uploads.StartAsync(route.Repository, cancellationToken).ConfigureAwait(false);
        upload.UseAlgorithm(algorithm);
        if (digest is not { } whole)
        {
            return At(202, route, upload);
        }

        await upload.FinishAsync(request.Body, start: 0, whole, cancellationToken).ConfigureAwait(false);
        return Created(route, whole);
    }

    /// <summary>GET, PATCH, PUT and DELETE of a session.</summary>
    public async Task<HttpResponse> HandleAsync(RegistryRoute route, HttpRequest request, CancellationToken cancellationToken)
    {
        if (writable is not { } folder || request.Method is not ("GET" or "HEAD" or "PATCH" or "PUT" or "DELETE"))
        {
            throw RegistryFault.MethodNotAllowed(writable is null ? "" : "GET, PATCH, PUT, DELETE");
        }

        FolderUpload upload = await folder.Uploads.FindAsync(route.Repository, route.Reference, cancellationToken).ConfigureAwait(false)
            ?? throw new RegistryFault(404, "BLOB_UPLOAD_UNKNOWN", "there is no such upload");
        switch (request.Method)
        {
            case "PATCH":
                await InOrderAsync(route, upload, upload.AppendAsync(request.Body, ReadStart(request), cancellationToken)).ConfigureAwait(false);
                return At(202, route, upload);
            case "PUT":
                Digest digest = RequireDigest(request.Query("digest") ?? throw new RegistryFault(400, "DIGEST_INVALID", "the digest parameter is missing"));
                await InOrderAsync(route, upload, upload.FinishAsync(request.Body, ReadStart(request), digest, cancellationToken)).ConfigureAwait(false);
                return Created(route, digest);
            case "DELETE":
                await upload.CancelAsync(cancellationToken).ConfigureAwait(false);
                return new HttpResponse(204);
            default:
                return At(204, route, upload);
        }
    }

    private static Digest RequireDigest(string text) => Digest.TryParse(text, out Digest digest)
        ? digest
        : throw new RegistryFault(400, "DIGEST_INVALID", "the digest is malformed or its algorithm unknown");

    private static HashAlgorithmName ReadAlgorithm(string? algorithm) => algorithm switch
    {
        null or "sha256" => HashAlgorithmName.SHA256,
        "sha512" => HashAlgorithmName.SHA512,
        _ => throw new RegistryFault(400, "DIGEST_INVALID", "the digest algorithm is unknown; sha256 and sha512 are taken"),
    };

    private static long? ReadStart(HttpRequest request)
    {
        if (request.Header("Content-Range") is not { } header)
        {
            return null;
        }

        if (!ByteRange.TryParseChunk(header, out ByteRange range))
        {
            throw new RegistryFault(400, "BLOB_UPLOAD_INVALID", "Content-Range is not of the form first-last");
        }

        return request.ContentLength is { } length && length != range.Length
            ? throw new RegistryFault(400, "SIZE_INVALID", "Content-Range and Content-Length differ")
            : range.First;
    }

    private static async Task InOrderAsync(RegistryRoute route, FolderUpload upload, Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (ServingException error) when (error.ErrorId == "Serving.UploadOutOfOrder")
        {
            throw new RegistryFault(416, "BLOB_UPLOAD_INVALID", error.Message)
                .With("Location", LocationOf(route, upload))
                .With("Range", RangeOf(upload))
                .With("Docker-Upload-UUID", upload.Id);
        }
    }

    private static HttpResponse At(int status, RegistryRoute route, FolderUpload upload) => new HttpResponse(status)
        .With("Location", LocationOf(route, upload))
        .With("Range", RangeOf(upload))
        .With("Docker-Upload-UUID", upload.Id);

    private static HttpResponse Created(RegistryRoute route, Digest digest) => new HttpResponse(201)
        .With("Location", $"/v2/{route.Repository}/blobs/{digest}")
        .With("Docker-Content-Digest", digest.ToString());

    private static string LocationOf(RegistryRoute route, FolderUpload upload) => $"/v2/{route.Repository}/blobs/uploads/{upload.Id}";

    // The header can't say "nothing yet"; other registries write 0-0 then, and clients know it.
    private static string RangeOf(FolderUpload upload) => $"0-{Math.Max(0, upload.Length - 1)}";
}
