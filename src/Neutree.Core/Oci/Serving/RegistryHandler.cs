using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Serving.Http;

namespace Neutree.Core.Oci.Serving;

/// <summary>Answers each request of the distribution API; whatever goes wrong becomes an answer with an error code.</summary>
internal sealed class RegistryHandler(IRegistryStorage storage, FolderStorage? writable, BasicAuthentication? authentication, ILogger logger)
{
    private readonly ManifestEndpoint _manifests = new(storage, writable);
    private readonly BlobEndpoint _blobs = new(storage, writable);
    private readonly UploadEndpoint _uploads = new(writable);
    private readonly DiscoveryEndpoint _discovery = new(storage);

    public async Task<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        HttpResponse response = await AnswerAsync(request, cancellationToken).ConfigureAwait(false);
        response.With("Docker-Distribution-Api-Version", "registry/2.0").With("X-Content-Type-Options", "nosniff");
        logger.LogInformation(
            "{Remote} {Method} {Path} {Status} {Bytes} B {Milliseconds} ms",
            request.Remote,
            request.Method,
            request.Path,
            response.Status,
            response.ContentLength,
            (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return response;
    }

    private async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (authentication is not null && !authentication.IsAllowed(request.Header("Authorization")))
            {
                throw new RegistryFault(401, "UNAUTHORIZED", "this registry asks for a user name and password")
                    .With("WWW-Authenticate", "Basic realm=\"neutree registry\", charset=\"UTF-8\"");
            }

            return await RouteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryFault fault)
        {
            return fault.ToResponse();
        }
        catch (ServingException error)
        {
            logger.LogDebug("{Method} {Path}: {Reason}", request.Method, request.Path, error.Message);
            return RegistryFault.From(error).ToResponse();
        }
        catch (Exception error) when (error is not (BadRequestException or EndOfStreamException or IOException { InnerException: SocketException } or OperationCanceledException or ObjectDisposedException))
        {
            logger.LogError(error, "{Method} {Path} failed", request.Method, request.Path);
            return new RegistryFault(500, "UNKNOWN", "the registry failed; its log says why").ToResponse();
        }
    }

    private async Task<HttpResponse> RouteAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        RegistryRoute route = RegistryRoute.Match(request.Path) ?? throw new RegistryFault(404, "NAME_UNKNOWN", "there is nothing at this path");
        return route.Kind switch
        {
            RouteKind.Base when request.Method is "GET" or "HEAD" => new HttpResponse(200) { Content = "{}"u8.ToArray() }.With("Content-Type", "application/json"),
            RouteKind.Base => throw RegistryFault.MethodNotAllowed("GET, HEAD"),
            RouteKind.Manifest => await _manifests.HandleAsync(route, request, cancellationToken).ConfigureAwait(false),
            RouteKind.Blob => await _blobs.HandleAsync(route, request, cancellationToken).ConfigureAwait(false),
            RouteKind.Uploads => await _uploads.StartAsync(route, request, cancellationToken).ConfigureAwait(false),
            RouteKind.Upload => await _uploads.HandleAsync(route, request, cancellationToken).ConfigureAwait(false),
            _ => await _discovery.HandleAsync(route, request, cancellationToken).ConfigureAwait(false),
        };
    }
}
