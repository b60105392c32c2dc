namespace Neutree.Core.Oci.Transfer;

/// <summary>One layer of an <see cref="ImageListing"/>; a digest that the place doesn't state is null.</summary>
public sealed record ImageLayerListing(Digest? Digest, Digest? DiffId, long Size, string MediaType);
