using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Inspection;

/// <summary>The blobs that images need: manifests, configs and layers by digest, with their sizes.</summary>
internal static class PackageBlobs
{
    /// <summary>All that an image and what refers to it consist of; a layer whose digest isn't stated goes by its diff ID.</summary>
    public static Dictionary<Digest, long> Of(SourceContent image)
    {
        Dictionary<Digest, long> blobs = [];
        foreach (SourceContent content in TransferPlan.Manifests(image))
        {
            switch (content)
            {
                case StoredIndex index:
                    blobs[index.Digest] = index.Index.Content.Length;
                    break;
                case StoredManifest manifest:
                    blobs[manifest.Digest] = manifest.Manifest.Content.Length;
                    blobs[manifest.Manifest.Config.Digest] = manifest.Manifest.Config.Size;
                    AddLayers(blobs, manifest.Layers);
                    break;
                case LooseImage loose:
                    blobs[loose.ConfigDigest] = loose.ConfigContent.Length;
                    AddLayers(blobs, loose.Layers);
                    break;
                default:
                    break;
            }
        }

        return blobs;
    }

    public static int ReferrersOf(SourceContent content) => content switch
    {
        StoredIndex index => index.Referrers.Sum(referrer => 1 + ReferrersOf(referrer)) + index.Children.Sum(ReferrersOf),
        StoredManifest manifest => manifest.Referrers.Sum(referrer => 1 + ReferrersOf(referrer)),
        _ => 0,
    };

    private static void AddLayers(Dictionary<Digest, long> blobs, IEnumerable<SourceBlob> layers)
    {
        foreach (SourceBlob layer in layers.Where(layer => !MediaTypes.IsNonDistributable(layer.MediaType)))
        {
            if ((layer.Digest ?? layer.DiffId) is { } digest)
            {
                blobs[digest] = layer.Size;
            }
        }
    }
}
