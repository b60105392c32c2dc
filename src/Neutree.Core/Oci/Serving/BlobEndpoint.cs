using Neutree.Core.Oci.Serving.Http;

namespace Neutree.Core.Oci.Serving;

/// <summary>Blobs by digest: whole, in part, or only their size.</summary>
internal sealed class BlobEndpoint(IRegistryStorage storage, FolderStorage? writable)
{
    public async Task<HttpResponse> HandleAsync(RegistryRoute route, HttpRequest request, CancellationToken cancellationToken)
    {
        Digest digest = route.RequireDigest();
        return (request.Method, writable) switch
        {
            ("GET" or "HEAD", _) => await GetAsync(route, digest, request, cancellationToken).ConfigureAwait(false),
            ("DELETE", { } folder) => await folder.DeleteBlobAsync(digest, cancellationToken).ConfigureAwait(false) ? new HttpResponse(202) : throw Unknown(digest),
            _ => throw RegistryFault.MethodNotAllowed(writable is null ? "GET, HEAD" : "GET, HEAD, DELETE"),
        };
    }

    private static RegistryFault Unknown(Digest digest) => new(404, "BLOB_UNKNOWN", $"there is no blob {digest}");

    private async Task<HttpResponse> GetAsync(RegistryRoute route, Digest digest, HttpRequest request, CancellationToken cancellationToken)
    {
        long size = await storage.FindBlobSizeAsync(route.Repository, digest, cancellationToken).ConfigureAwait(false) ?? throw Unknown(digest);
        string etag = $"\"{digest}\"";
        // Ranges are defined for GET only, and for the version that If-Range names.
        ByteRange? range = request.Method == "GET" && (request.Header("If-Range") ?? etag) == etag ? ByteRange.Parse(request.Header("Range"), size) : null;
        Stream? content = request.Method == "HEAD"
            ? null
            : await storage.TryOpenBlobAsync(route.Repository, digest, range?.First ?? 0, cancellationToken).ConfigureAwait(false) ?? throw Unknown(digest);
        HttpResponse response = new HttpResponse(range is null ? 200 : 206) { ContentStream = content, ContentLength = range?.Length ?? size }
            .With("Content-Type", "application/octet-stream")
            .With("Docker-Content-Digest", digest.ToString())
            .With("Accept-Ranges", "bytes")
            .With("ETag", etag);
        return range is { } part ? response.With("Content-Range", $"bytes {part.First}-{part.Last}/{size}") : response;
    }
}
