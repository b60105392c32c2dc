using Neutree.Core.Oci;

namespace Neutree.Core.Packages;

/// <summary>A blob that a delta needs and doesn't bring.</summary>
/// <param name="Digest">The blob.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="ImageName">An image of the base that has it, name without tag: where to look for it on the site.</param>
public sealed record AbsentBlob(Digest Digest, long Size, string ImageName);
