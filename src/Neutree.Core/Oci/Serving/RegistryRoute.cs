namespace Neutree.Core.Oci.Serving;

/// <summary>What a path asks for (distribution-spec, "Endpoints"). Names in it have passed the grammar, save the reference.</summary>
/// <param name="Kind">The endpoint.</param>
/// <param name="Repository">Empty where the endpoint has none.</param>
/// <param name="Reference">Tag, digest or upload id, as sent; empty where the endpoint has none.</param>
internal sealed record RegistryRoute(RouteKind Kind, string Repository = "", string Reference = "")
{
    /// <summary>The route of a decoded path, or null where it is none of this API.</summary>
    /// <exception cref="RegistryFault">The repository's name is malformed.</exception>
    public static RegistryRoute? Match(string path)
    {
        if (path is "/v2/" or "/v2")
        {
            return new RegistryRoute(RouteKind.Base);
        }

        if (!path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            return null;
        }

        // Read from the end: a repository may itself have segments called blobs or manifests.
        return path["/v2/".Length..].Split('/') switch
        {
            ["_catalog"] => new RegistryRoute(RouteKind.Catalog),
            [.. { Length: > 0 } name, "blobs", "uploads", ""] => Of(RouteKind.Uploads, name, ""),
            [.. { Length: > 0 } name, "blobs", "uploads", var id] => Of(RouteKind.Upload, name, id),
            [.. { Length: > 0 } name, "blobs", "uploads"] => Of(RouteKind.Uploads, name, ""),
            [.. { Length: > 0 } name, "tags", "list"] => Of(RouteKind.Tags, name, ""),
            [.. { Length: > 0 } name, "manifests", { Length: > 0 } reference] => Of(RouteKind.Manifest, name, reference),
            [.. { Length: > 0 } name, "blobs", { Length: > 0 } digest] => Of(RouteKind.Blob, name, digest),
            [.. { Length: > 0 } name, "referrers", { Length: > 0 } digest] => Of(RouteKind.Referrers, name, digest),
            _ => null,
        };
    }

    /// <exception cref="RegistryFault">The reference is no digest.</exception>
    public Digest RequireDigest() => Digest.TryParse(Reference, out Digest digest)
        ? digest
        : throw new RegistryFault(400, "DIGEST_INVALID", "the digest is malformed or its algorithm unknown");

    private static RegistryRoute Of(RouteKind kind, string[] segments, string reference)
    {
        string name = string.Join('/', segments);
        return RegistryNames.IsRepository(name)
            ? new RegistryRoute(kind, name, reference)
            : throw new RegistryFault(400, "NAME_INVALID", "the repository name is malformed");
    }
}
