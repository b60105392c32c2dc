using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Finding;

/// <summary>An image as a registry has it.</summary>
/// <param name="Source">Where its blobs are read from.</param>
/// <param name="Image">All of it.</param>
/// <param name="Selected">The platforms that were asked for.</param>
internal sealed record RegistryImage(IImageSource Source, SourceImage Image, SourceContent Selected);
