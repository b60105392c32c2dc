namespace Neutree.Core.Oci.Registries;

/// <summary>Where a registry may send its clients by <c>Location</c> and <c>Link</c>: blobs often lie in object stores elsewhere.</summary>
internal static class RedirectRules
{
    /// <param name="registry">The registry's own URL.</param>
    /// <param name="from">The URL whose answer held <paramref name="location"/>.</param>
    /// <param name="location">The header's value, relative or absolute; its query is kept.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RegistryException">
    /// It drops TLS, holds credentials, or leads from a public host to an address of the local network.
    /// </exception>
    public static async Task<Uri> ResolveAsync(Uri registry, Uri from, Uri location, CancellationToken cancellationToken)
    {
        Uri target = location.IsAbsoluteUri ? location : new Uri(from, location);
        if (target.Scheme == "file" && location.OriginalString.StartsWith('/'))
        {
            // On Unix an absolute path parses as a file URL.
            target = new Uri(from, location.OriginalString);
        }

        if (target.Scheme == Uri.UriSchemeHttp && registry.Scheme == Uri.UriSchemeHttps && SameHost(target, registry))
        {
            // A registry behind a proxy that ends TLS often doesn't know it is reached by https.
            target = new UriBuilder(target) { Scheme = Uri.UriSchemeHttps, Port = registry.Port }.Uri;
        }

        if (HostNetwork.SameOrigin(target, registry))
        {
            return target;
        }

        string? reason = target.Scheme is not ("http" or "https") ? "which is no http or https URL"
            : target.UserInfo.Length > 0 ? "whose URL holds credentials"
            : target.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttps ? "without TLS"
            : HostNetwork.IsPrivateLiteral(target.Host) && !await HostNetwork.IsLocalAsync(from.Host, cancellationToken).ConfigureAwait(false) ? "a private address"
            : null;
        return reason is null
            ? target
            : throw new RegistryException("Registry.RedirectRefused", ErrorKind.PermissionDenied, $"{from.Authority} sends its clients to {target.Authority}, {reason}")
            {
                Target = from.Authority,
                Recommendation = "The registry's or its proxy's settings are wrong, or someone answers in its place.",
            };
    }

    private static bool SameHost(Uri target, Uri registry) =>
        target.IdnHost.Equals(registry.IdnHost, StringComparison.OrdinalIgnoreCase) && (target.Port == registry.Port || target.IsDefaultPort);
}
