using Neutree.Core.Oci;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>An image and the place it is taken from.</summary>
internal sealed record GatheredImage(FoundImage Found, IImageSource Source, SourceImage Image);
