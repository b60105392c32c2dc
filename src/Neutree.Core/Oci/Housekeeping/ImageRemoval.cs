using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Oci.Housekeeping;

/// <summary>
/// Removes single images from one place. A tag goes alone where another one stands for the same image; else the image goes, with what refers to it (signatures,
/// SBOMs). Registries that can't delete a tag lose the image by its digest, provided that no other tag stands for it.
/// </summary>
internal sealed class ImageRemoval(IImageStock stock)
{
    private const int MaxDepth = 8;

    /// <exception cref="NeutreeException">It isn't there, another tag stands for it, or the registry refuses.</exception>
    public async Task RemoveAsync(string repository, string tagOrDigest, bool force, CancellationToken cancellationToken)
    {
        Digest digest = await stock.FindAsync(repository, tagOrDigest, cancellationToken).ConfigureAwait(false) ?? throw NotFound(repository, tagOrDigest);
        if (tagOrDigest == digest.ToString())
        {
            await DeleteAsync(repository, digest, 0, cancellationToken).ConfigureAwait(false);
            return;
        }

        bool tagIsGone = await stock.TryDeleteTagAsync(repository, tagOrDigest, cancellationToken).ConfigureAwait(false);
        string[] others = force && !tagIsGone ? [] : await OthersAsync(repository, tagOrDigest, digest, cancellationToken).ConfigureAwait(false);
        if (others.Length == 0)
        {
            await DeleteUnlessNeededAsync(repository, digest, tagIsGone, cancellationToken).ConfigureAwait(false);
        }
        else if (!tagIsGone)
        {
            string name = stock.NameOf(repository, tagOrDigest);
            throw new RegistryException(
                "Registry.SharedImage", ErrorKind.NotSupported, $"{name} is not removed: the registry can't delete a tag by itself, and {string.Join(", ", others)} {(others.Length == 1 ? "stands" : "stand")} for the same image")
            {
                Target = name,
                Recommendation = "Give -Force to remove the image with all its tags.",
            };
        }
    }

    public RegistryException NotFound(string repository, string tagOrDigest) =>
        new("Registry.NotFound", ErrorKind.NotFound, $"{stock.NameOf(repository, tagOrDigest)} isn't there")
        {
            Target = stock.NameOf(repository, tagOrDigest),
            Recommendation = "Check the repository's name and the tag.",
        };

    private async Task<string[]> OthersAsync(string repository, string tag, Digest digest, CancellationToken cancellationToken)
    {
        List<string> others = [];
        await foreach (string other in stock.ListTagsAsync(repository, cancellationToken).ConfigureAwait(false))
        {
            if (other != tag && await stock.FindAsync(repository, other, cancellationToken).ConfigureAwait(false) == digest)
            {
                others.Add(other);
            }
        }

        return [.. others];
    }

    /// <summary>What a tag stood for may be one platform of an index, and then stays.</summary>
    private async Task DeleteUnlessNeededAsync(string repository, Digest digest, bool tagIsGone, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteAsync(repository, digest, 0, cancellationToken).ConfigureAwait(false);
        }
        catch (NeutreeException error) when (tagIsGone && error is ServingException { ErrorId: "Serving.InUse" } or RegistryException)
        {
            // The tag is what was to be removed.
            return;
        }
    }

    private async Task DeleteAsync(string repository, Digest digest, int depth, CancellationToken cancellationToken)
    {
        List<Digest> referrers = [];
        if (depth < MaxDepth)
        {
            await foreach (Digest referrer in stock.ListReferrersAsync(repository, digest, cancellationToken).ConfigureAwait(false))
            {
                referrers.Add(referrer);
            }
        }

        await stock.DeleteManifestAsync(repository, digest, cancellationToken).ConfigureAwait(false);
        foreach (Digest referrer in referrers)
        {
            await DeleteAsync(repository, referrer, depth + 1, cancellationToken).ConfigureAwait(false);
        }
    }
}
