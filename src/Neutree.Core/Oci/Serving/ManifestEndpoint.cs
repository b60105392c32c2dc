using Neutree.Core.Oci.Serving.Http;

namespace Neutree.Core.Oci.Serving;

/// <summary>Manifests by tag or digest. They are served as they were pushed, whatever the client accepts: a conversion would change the digest.</summary>
internal sealed class ManifestEndpoint(IRegistryStorage storage, FolderStorage? writable)
{
    public async Task<HttpResponse> HandleAsync(RegistryRoute route, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!RegistryNames.IsTag(route.Reference))
        {
            route.RequireDigest();
        }

        return (request.Method, writable) switch
        {
            ("GET" or "HEAD", _) => await GetAsync(route, cancellationToken).ConfigureAwait(false),
            ("PUT", { } folder) => await PutAsync(folder, route, request, cancellationToken).ConfigureAwait(false),
            ("DELETE", { } folder) => await DeleteAsync(folder, route, cancellationToken).ConfigureAwait(false),
            _ => throw RegistryFault.MethodNotAllowed(writable is null ? "GET, HEAD" : "GET, HEAD, PUT, DELETE"),
        };
    }

    private static RegistryFault Unknown(RegistryRoute route) =>
        new(404, "MANIFEST_UNKNOWN", $"{route.Repository} has no manifest {route.Reference}");

    private static async Task<HttpResponse> PutAsync(FolderStorage folder, RegistryRoute route, HttpRequest request, CancellationToken cancellationToken)
    {
        byte[] content = await ReadBodyAsync(request, cancellationToken).ConfigureAwait(false);
        string? contentType = request.Header("Content-Type")?.Split(';')[0].Trim();
        (Digest digest, ManifestLinks links) =
            await folder.PutManifestAsync(route.Repository, route.Reference, contentType is { Length: > 0 } ? contentType : null, content, cancellationToken).ConfigureAwait(false);
        HttpResponse response = new HttpResponse(201)
            .With("Location", $"/v2/{route.Repository}/manifests/{digest}")
            .With("Docker-Content-Digest", digest.ToString());
        return links.Subject is { } subject ? response.With("OCI-Subject", subject.Digest.ToString()) : response;
    }

    private static async Task<HttpResponse> DeleteAsync(FolderStorage folder, RegistryRoute route, CancellationToken cancellationToken)
    {
        bool found = Digest.TryParse(route.Reference, out Digest digest)
            ? await folder.DeleteManifestAsync(route.Repository, digest, cancellationToken).ConfigureAwait(false)
            : await folder.DeleteTagAsync(route.Repository, route.Reference, cancellationToken).ConfigureAwait(false);
        return found ? new HttpResponse(202) : throw Unknown(route);
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        RegistryFault tooLarge = new(413, "MANIFEST_INVALID", $"a manifest may have {ManifestContent.MaxSize} bytes at most");
        if (request.ContentLength > ManifestContent.MaxSize)
        {
            throw tooLarge;
        }

        byte[] buffer = new byte[request.ContentLength ?? ManifestContent.MaxSize + 1];
        int count = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return count <= ManifestContent.MaxSize ? buffer[..count] : throw tooLarge;
    }

    private async Task<HttpResponse> GetAsync(RegistryRoute route, CancellationToken cancellationToken)
    {
        ManifestContent manifest = await storage.FindManifestAsync(route.Repository, route.Reference, cancellationToken).ConfigureAwait(false) ?? throw Unknown(route);
        return new HttpResponse(200) { Content = manifest.Content }
            .With("Content-Type", manifest.MediaType)
            .With("Docker-Content-Digest", manifest.Digest.ToString())
            .With("ETag", $"\"{manifest.Digest}\"");
    }
}
