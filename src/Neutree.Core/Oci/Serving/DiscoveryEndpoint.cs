using System.Globalization;
using Neutree.Core.Oci.Serving.Http;

namespace Neutree.Core.Oci.Serving;

/// <summary>Lists of repositories, tags and referrers (distribution-spec, "Content Discovery").</summary>
internal sealed class DiscoveryEndpoint(IRegistryStorage storage)
{
    public async Task<HttpResponse> HandleAsync(RegistryRoute route, HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            throw RegistryFault.MethodNotAllowed("GET, HEAD");
        }

        return route.Kind switch
        {
            RouteKind.Catalog => await ListRepositoriesAsync(request, cancellationToken).ConfigureAwait(false),
            RouteKind.Tags => await ListTagsAsync(route, request, cancellationToken).ConfigureAwait(false),
            _ => await ListReferrersAsync(route, request, cancellationToken).ConfigureAwait(false),
        };
    }

    private static (IReadOnlyList<string> Page, string? Next) TakePage(IReadOnlyList<string> all, HttpRequest request)
    {
        string? last = request.Query("last");
        List<string> rest = [.. all.Where(item => last is null || string.CompareOrdinal(item, last) > 0)];
        if (request.Query("n") is not { } text)
        {
            return (rest, null);
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            throw new RegistryFault(400, "PAGINATION_NUMBER_INVALID", "n is not a number");
        }

        return count >= rest.Count || count == 0
            ? ([.. rest.Take(count)], null)
            : ([.. rest.Take(count)], $"?n={count}&last={Uri.EscapeDataString(rest[count - 1])}");
    }

    private static HttpResponse Answer(byte[] content, string path, string? next)
    {
        HttpResponse response = new HttpResponse(200) { Content = content }.With("Content-Type", "application/json");
        return next is null ? response : response.With("Link", $"<{path}{next}>; rel=\"next\"");
    }

    private static byte[] WriteList(string name, IReadOnlyList<string> items, string? repository) => OciJson.Write(writer =>
    {
        if (repository is not null)
        {
            writer.WriteString("name", repository);
        }

        writer.WriteStartArray(name);
        foreach (string item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    });

    private async Task<HttpResponse> ListRepositoriesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        (IReadOnlyList<string> page, string? next) = TakePage(await storage.ListRepositoriesAsync(cancellationToken).ConfigureAwait(false), request);
        return Answer(WriteList("repositories", page, null), "/v2/_catalog", next);
    }

    private async Task<HttpResponse> ListTagsAsync(RegistryRoute route, HttpRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> tags = await storage.FindTagsAsync(route.Repository, cancellationToken).ConfigureAwait(false)
            ?? throw new RegistryFault(404, "NAME_UNKNOWN", $"there is no repository {route.Repository}");
        (IReadOnlyList<string> page, string? next) = TakePage(tags, request);
        return Answer(WriteList("tags", page, route.Repository), $"/v2/{route.Repository}/tags/list", next);
    }

    /// <summary>Always 200: a 404 would tell the client that this API isn't here at all.</summary>
    private async Task<HttpResponse> ListReferrersAsync(RegistryRoute route, HttpRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<Descriptor> referrers = await storage.ListReferrersAsync(route.Repository, route.RequireDigest(), cancellationToken).ConfigureAwait(false);
        string? artifactType = request.Query("artifactType");
        ImageIndex index = ImageIndex.Create(referrers.Where(referrer => artifactType is null || referrer.ArtifactType == artifactType));
        HttpResponse response = new HttpResponse(200) { Content = index.Content }.With("Content-Type", MediaTypes.OciIndex);
        return artifactType is null ? response : response.With("OCI-Filters-Applied", "artifactType");
    }
}
