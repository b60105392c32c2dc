using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>Whether a site can pull what a chart names: every image has the mirror's name, and is there.</summary>
/// <param name="mirror">Where images come from.</param>
/// <param name="registry">How it is reached.</param>
/// <param name="logger">Hears of requests that are tried again.</param>
internal sealed class MirrorCheck(RegistryPrefix mirror, RegistryOptions registry, ILogger logger)
{
    /// <exception cref="ControlPlaneException">Images would be pulled from elsewhere; the message lists them with what names them.</exception>
    public void RequireNames(IReadOnlyList<FoundImage> images)
    {
        List<FoundImage> elsewhere = [.. images.Where(image => image.Reference is not { } name || !IsOnMirror(name))];
        if (elsewhere.Count > 0)
        {
            throw new ControlPlaneException(
                "ControlPlane.ImagesElsewhere",
                ErrorKind.InvalidData,
                $"{Count(elsewhere.Count)} wouldn't come from {mirror}: {string.Join("; ", elsewhere.Select(static image => $"{image.Image} ({image.Reasons[0]})"))}")
            {
                Target = mirror.ToString(),
                Recommendation = "Set the registries of these images with -Set or -Values, or leave the parts out that need them; global.image.registry and global.imageRegistry are set by -MirrorRegistry.",
            };
        }
    }

    /// <exception cref="ControlPlaneException">Images aren't there; the message lists them.</exception>
    /// <exception cref="RegistryException">The registry can't be asked.</exception>
    public async Task RequirePresentAsync(IReadOnlyList<FoundImage> images, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        ImageResolver resolver = new(new ImagePullOptions { RegistryOptions = registry.For(mirror) }, logger);
        await foreach (FoundImage image in resolver.ResolveAsync(images, cancellationToken).ConfigureAwait(false))
        {
            if (image.Error is { Kind: ErrorKind.NotFound })
            {
                missing.Add(image.Image);
            }
            else if (image.Error is { } error)
            {
                throw error;
            }
        }

        if (missing.Count > 0)
        {
            missing.Sort(StringComparer.Ordinal);
            throw new ControlPlaneException("ControlPlane.ImagesMissing", ErrorKind.NotFound, $"{Count(missing.Count)} of the chart {(missing.Count == 1 ? "is" : "are")} not on {mirror}: {string.Join(", ", missing)}")
            {
                Target = mirror.ToString(),
                Recommendation = "Push the package's images there with -PushImages, or beforehand with neutree-cli import controlplane.",
            };
        }
    }

    private bool IsOnMirror(ImageReference name) =>
        name.Registry == mirror.Registry && (mirror.Path.Length == 0 || name.Repository.StartsWith(mirror.Path + "/", StringComparison.Ordinal));

    private static string Count(int count) => count == 1 ? "1 image" : $"{count} images";
}
