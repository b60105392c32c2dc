namespace Neutree.Core.Oci.Transfer;

/// <summary>Writes the OCI manifest of a loose image from what its blobs became at the target.</summary>
internal static class ManifestComposer
{
    public static async Task<Manifest> ComposeAsync(TransferPlan plan, TransferItem item, LooseImage image)
    {
        List<Descriptor> layers = [];
        foreach (SourceBlob layer in image.Layers)
        {
            PlannedBlob planned = plan.Find(item.Source, layer, isLoose: true);
            BlobOutcome outcome = await planned.WaitAsync(item.Repository).ConfigureAwait(false);
            layers.Add(new Descriptor(planned.Compress ? MediaTypes.OciLayerGzip : layer.MediaType, outcome.Digest, outcome.Size));
        }

        Descriptor config = new(MediaTypes.OciConfig, image.ConfigDigest, image.ConfigContent.Length);
        return Manifest.Create(config, layers);
    }
}
