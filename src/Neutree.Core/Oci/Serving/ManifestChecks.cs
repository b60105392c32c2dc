namespace Neutree.Core.Oci.Serving;

/// <summary>What a manifest must fulfil before the registry takes it (distribution-spec, "Pushing Manifests").</summary>
internal static class ManifestChecks
{
    /// <exception cref="ServingException">Too large, unreadable, or another digest than stated.</exception>
    public static (Digest Digest, ManifestLinks Links) Read(string tagOrDigest, string? mediaType, ReadOnlyMemory<byte> content)
    {
        if (content.Length > ManifestContent.MaxSize)
        {
            throw new ServingException("Serving.ManifestTooLarge", ErrorKind.LimitExceeded, $"the manifest has {content.Length} bytes; {ManifestContent.MaxSize} are taken at most") { Target = tagOrDigest };
        }

        Digest digest = Digest.TryParse(tagOrDigest, out Digest stated) ? stated.ComputeSame(content.Span) : Digest.Compute(content.Span);
        if (tagOrDigest.Contains(':', StringComparison.Ordinal) && digest.ToString() != tagOrDigest)
        {
            throw new ServingException("Serving.DigestMismatch", ErrorKind.InvalidData, $"the manifest has the digest {digest}, not {tagOrDigest}") { Target = tagOrDigest };
        }

        try
        {
            return (digest, ManifestLinks.Parse(content, mediaType));
        }
        catch (OciFormatException error)
        {
            throw new ServingException("Serving.InvalidManifest", ErrorKind.InvalidData, $"manifest {tagOrDigest} is not taken: {error.Message}", error) { Target = tagOrDigest };
        }
    }

    /// <summary>Each blob must be there with its stated size; not those that stay elsewhere by design, nor those the descriptor embeds.</summary>
    /// <exception cref="ServingException">One is missing or has another size.</exception>
    public static void RequireBlobs(ManifestLinks links, FolderBlobs blobs)
    {
        foreach (Descriptor blob in links.Blobs.Where(blob => blob.Data is null && !MediaTypes.IsNonDistributable(blob.MediaType)))
        {
            long size = blobs.FindSize(blob.Digest) ?? throw Missing("blob", blob.Digest);
            if (size != blob.Size)
            {
                throw new ServingException("Serving.SizeMismatch", ErrorKind.InvalidData, $"blob {blob.Digest} has {size} bytes, not {blob.Size} as the manifest says") { Target = blob.Digest.ToString() };
            }
        }
    }

    public static ServingException Missing(string what, Digest digest) =>
        new("Serving.BlobUnknown", ErrorKind.NotFound, $"the manifest needs {what} {digest}, which is not here")
        {
            Target = digest.ToString(),
            Recommendation = $"Push the {what} first.",
        };
}
