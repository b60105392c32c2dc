using System.Net;
using System.Runtime.CompilerServices;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// What refers to a manifest: the referrers API, and the tag <c>sha256-…</c> that clients keep where a registry has no such API
/// (distribution-spec, "Listing Referrers", "Referrers Tag Schema").
/// </summary>
internal sealed class RegistryReferrers(RegistryEndpoint endpoint, RegistryManifests manifests) : IDisposable
{
    // Read, change, write of one tag must not interleave within this process; between processes the specification has no answer.
    private readonly SemaphoreSlim _writing = new(1, 1);

    public async IAsyncEnumerable<Descriptor> ListAsync(string repository, Digest subject, string? artifactType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Uri? page = null;
        do
        {
            RegistryRequest request = new(HttpMethod.Get, $"{repository}/referrers/{subject}{(artifactType is null ? "" : "?artifactType=" + Uri.EscapeDataString(artifactType))}")
            {
                Location = page,
                Repository = repository,
                Scopes = RegistryRequest.Pull(repository),
                Accept = [MediaTypes.OciIndex],
                What = $"listing what refers to {repository}@{subject.ToShortString()}",
            };
            using HttpResponseMessage response = await endpoint.SendAsync(request, cancellationToken).ConfigureAwait(false);
            bool isIndex = response.Content.Headers.ContentType?.MediaType == MediaTypes.OciIndex;
            if (page is null && (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest || (response.IsSuccessStatusCode && !isIndex)))
            {
                // No such API here.
                foreach (Descriptor descriptor in Filter(await FindTagAsync(repository, subject, cancellationToken).ConfigureAwait(false), artifactType))
                {
                    yield return descriptor;
                }

                yield break;
            }

            if (!response.IsSuccessStatusCode)
            {
                throw await endpoint.FailureAsync(response, request, cancellationToken).ConfigureAwait(false);
            }

            byte[] body = await endpoint.ReadBodyAsync(response, ManifestContent.MaxSize, request.What, cancellationToken).ConfigureAwait(false) ?? throw TooLarge(request);
            foreach (Descriptor descriptor in Filter(ImageIndex.Parse(body, MediaTypes.OciIndex), artifactType))
            {
                yield return descriptor;
            }

            Uri asked = endpoint.UrlOf(request);
            Uri? next = LinkHeader.FindNext(response, asked);
            page = next is null || next == asked ? null : await endpoint.ResolveAsync(asked, next, cancellationToken).ConfigureAwait(false);
        }
        while (page is not null);
    }

    /// <summary>Adds a manifest to the tag of its subject, for registries that don't do so by themselves.</summary>
    public async Task AddToTagAsync(string repository, Digest subject, Descriptor referrer, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ImageIndex? before = await FindTagAsync(repository, subject, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<Descriptor> present = before?.Manifests ?? [];
            if (present.Any(d => d.Digest == referrer.Digest))
            {
                return;
            }

            ImageIndex after = ImageIndex.Create(
                present.Append(referrer).OrderBy(d => d.Digest.ToString(), StringComparer.Ordinal),
                before?.Annotations);
            await manifests.PutAsync(repository, TagOf(subject), new ManifestContent(after.MediaType, after.Content, after.Digest), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Takes a deleted manifest out of the tag of its subject.</summary>
    public async Task RemoveFromTagAsync(string repository, Digest subject, Digest referrer, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ImageIndex? before = await FindTagAsync(repository, subject, cancellationToken).ConfigureAwait(false);
            if (before is null || !before.Manifests.Any(d => d.Digest == referrer))
            {
                return;
            }

            ImageIndex after = ImageIndex.Create(before.Manifests.Where(d => d.Digest != referrer), before.Annotations);
            await manifests.PutAsync(repository, TagOf(subject), new ManifestContent(after.MediaType, after.Content, after.Digest), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public static string TagOf(Digest subject) => subject.Algorithm + "-" + subject.Hex[..Math.Min(64, subject.Hex.Length)];

    public void Dispose() => _writing.Dispose();

    private async Task<ImageIndex?> FindTagAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        ManifestContent? found = await RegistryManifests.FindAsync(endpoint, repository, TagOf(subject), cancellationToken).ConfigureAwait(false);
        return found is not null && MediaTypes.IsIndex(found.MediaType) ? ImageIndex.Parse(found.Content, found.MediaType) : null;
    }

    /// <summary>A registry may leave the filtering to its client.</summary>
    private static IEnumerable<Descriptor> Filter(ImageIndex? index, string? artifactType) =>
        (index?.Manifests ?? []).Where(d => artifactType is null || d.ArtifactType == artifactType);

    private RegistryException TooLarge(RegistryRequest request) =>
        new("Registry.ManifestTooLarge", ErrorKind.LimitExceeded, $"{request.What} failed on {endpoint.Host}: the list has more than {ManifestContent.MaxSize} bytes") { Target = endpoint.Host };
}
