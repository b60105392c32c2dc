using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Neutree.Core.Oci.Registries;

/// <summary>Manifests of one registry: read, asked for, stored, deleted (distribution-spec, "Pulling manifests", "Pushing Manifests").</summary>
internal sealed class RegistryManifests(RegistryEndpoint endpoint)
{
    /// <returns>Null where there is none.</returns>
    /// <exception cref="RegistryException">The answer isn't what the registry or the digest promises, or is larger than 4 MiB.</exception>
    public static async Task<ManifestContent?> FindAsync(RegistryEndpoint from, string repository, string tagOrDigest, CancellationToken cancellationToken)
    {
        RegistryRequest request = Pull(HttpMethod.Get, repository, tagOrDigest);
        using HttpResponseMessage response = await from.SendCheckedAsync(request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        byte[] content = await from.ReadBodyAsync(response, ManifestContent.MaxSize, request.What, cancellationToken).ConfigureAwait(false)
            ?? throw TooLarge(request.What, from.Host);
        Digest digest = Digest.TryParse(tagOrDigest, out Digest asked) ? asked.ComputeSame(content) : Digest.Compute(content);
        if (asked != default && digest != asked)
        {
            throw RegistryFailure.DigestMismatch(request.What, from.Host, asked.ToString(), digest.ToString());
        }

        if (StatedDigest(response) is { } stated && stated != stated.ComputeSame(content))
        {
            throw RegistryFailure.DigestMismatch(request.What, from.Host, $"{stated} (Docker-Content-Digest)", stated.ComputeSame(content).ToString());
        }

        return new ManifestContent(MediaTypeOf(response, content), content, digest);
    }

    /// <summary>What a HEAD says, where it says all of type, length and digest; otherwise what the manifest itself says.</summary>
    public static async Task<Descriptor?> HeadAsync(RegistryEndpoint from, string repository, string tagOrDigest, CancellationToken cancellationToken)
    {
        RegistryRequest request = Pull(HttpMethod.Head, repository, tagOrDigest);
        using (HttpResponseMessage response = await from.SendAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            if (response.IsSuccessStatusCode
                && response.Content.Headers is { ContentType.MediaType: { } type, ContentLength: > 0 and { } size }
                && StatedDigest(response) is { } digest)
            {
                return new Descriptor(type, digest, size);
            }
        }

        return await FindAsync(from, repository, tagOrDigest, cancellationToken).ConfigureAwait(false) is { } found
            ? new Descriptor(found.MediaType, found.Digest, found.Content.Length)
            : null;
    }

    /// <summary>Stores the bytes as they are.</summary>
    /// <returns>Whether the registry took note of the manifest's subject (<c>OCI-Subject</c>).</returns>
    public async Task<bool> PutAsync(string repository, string tagOrDigest, ManifestContent manifest, CancellationToken cancellationToken)
    {
        string what = $"push of manifest {repository}:{tagOrDigest}";
        if (manifest.Content.Length > ManifestContent.MaxSize)
        {
            throw TooLarge(what, endpoint.Host);
        }

        RegistryRequest request = new(HttpMethod.Put, $"{repository}/manifests/{tagOrDigest}")
        {
            Repository = repository,
            Scopes = RegistryRequest.Push(repository),
            Body = () =>
            {
                ReadOnlyMemoryContent body = new(manifest.Content);
                body.Headers.ContentType = MediaTypeHeaderValue.Parse(manifest.MediaType);
                return body;
            },
            What = what,
        };
        using HttpResponseMessage response = await endpoint.SendCheckedAsync(request, cancellationToken).ConfigureAwait(false);
        return StatedDigest(response) is { } stored && stored != stored.ComputeSame(manifest.Content.Span)
            ? throw RegistryFailure.DigestMismatch(what, endpoint.Host, manifest.Digest.ToString(), stored.ToString())
            : response.Headers.Contains("OCI-Subject");
    }

    /// <returns>False where there was none.</returns>
    public async Task<bool> DeleteAsync(string repository, string path, CancellationToken cancellationToken)
    {
        RegistryRequest request = new(HttpMethod.Delete, path)
        {
            Repository = repository,
            Scopes = RegistryRequest.Delete(repository),
            What = $"deletion of {path}",
        };
        using HttpResponseMessage response = await endpoint.SendCheckedAsync(request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
        return response.StatusCode != HttpStatusCode.NotFound;
    }

    private static RegistryRequest Pull(HttpMethod method, string repository, string tagOrDigest) => new(method, $"{repository}/manifests/{tagOrDigest}")
    {
        Repository = repository,
        Scopes = RegistryRequest.Pull(repository),
        Accept = MediaTypes.AcceptedManifests,
        What = $"reading manifest {repository}{(tagOrDigest.Contains(':', StringComparison.Ordinal) ? "@" : ":")}{tagOrDigest}",
    };

    private static Digest? StatedDigest(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out IEnumerable<string>? values) && Digest.TryParse(values.FirstOrDefault(), out Digest digest)
            ? digest
            : null;

    /// <summary>The document's own word first: some registries answer <c>application/json</c> for everything.</summary>
    private static string MediaTypeOf(HttpResponseMessage response, byte[] content)
    {
        string? stated = response.Content.Headers.ContentType?.MediaType;
        using JsonDocument document = OciJson.ParseDocument(content, "manifest");
        return OciJson.OptionalString(document.RootElement, "mediaType")
            ?? (MediaTypes.IsIndex(stated) || MediaTypes.IsManifest(stated) ? stated!
                : document.RootElement.TryGetProperty("manifests", out _) ? MediaTypes.OciIndex
                : document.RootElement.TryGetProperty("config", out _) ? MediaTypes.OciManifest
                : stated ?? "application/octet-stream");
    }

    private static RegistryException TooLarge(string what, string host) =>
        new("Registry.ManifestTooLarge", ErrorKind.LimitExceeded, $"{what} failed on {host}: the manifest has more than {ManifestContent.MaxSize} bytes") { Target = host };
}
