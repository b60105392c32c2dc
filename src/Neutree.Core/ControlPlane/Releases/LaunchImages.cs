using Microsoft.Extensions.Logging;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.Go;
using Neutree.Core.Oci;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>The images of an install: where they come from, whether they are there, and how they get there.</summary>
/// <param name="images">The images of all objects.</param>
/// <param name="mirror">The site's registry; null where images come from where their names say.</param>
/// <param name="options">What was asked for.</param>
/// <param name="logger">Hears of images that nobody has checked.</param>
internal sealed class LaunchImages(IReadOnlyList<FoundImage> images, RegistryPrefix? mirror, ControlPlaneInstallOptions options, ILogger logger)
{
    /// <summary>The mirror that values name, as an earlier install set it; null where they name none.</summary>
    public static RegistryPrefix? MirrorOf(GoMap values) =>
        new[] { LaunchValues.Find(values, "global", "image", "registry"), LaunchValues.Find(values, "global", "imageRegistry") }
            .OfType<GoString>().Where(static text => !text.IsEmpty).Select(static text => RegistryPrefix.Parse(text.ToString())).FirstOrDefault();

    public RegistryPrefix RequireMirror() => mirror ?? throw new ControlPlaneException("ControlPlane.NoRegistry", ErrorKind.InvalidArgument, "a pull secret needs the registry it is for")
    {
        Recommendation = "Give -MirrorRegistry with -PullCredential.",
    };

    /// <exception cref="ControlPlaneException">Images would come from elsewhere.</exception>
    public void RequireNames()
    {
        if (options.Release.PullCredential is not null)
        {
            RequireMirror();
        }

        if (mirror is not null)
        {
            Check(mirror).RequireNames(images);
            return;
        }

        logger.LogWarning(
            "no mirror registry is given, so nobody has checked that the cluster can pull these images: {Images}",
            string.Join(", ", images.Select(static image => image.Image).Order(StringComparer.Ordinal)));
    }

    /// <summary>Pushes the package's images to the mirror, where that is wanted.</summary>
    public async Task BringAsync(CheckedPackage? package, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        if (options.PushImages)
        {
            ImportPackage? held = package is null ? null : await package.OpenImagesAsync(cancellationToken).ConfigureAwait(false);
            await MirrorPush.RunAsync(mirror, held, options, observer, logger, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether all images are on the mirror, where there is one and a package that they may be brought from.</summary>
    /// <exception cref="NeutreeException">Images are missing, or the mirror can't be asked.</exception>
    public async Task RequirePresentAsync(CancellationToken cancellationToken)
    {
        bool willBePushed = options is { WhatIf: true, PushImages: true };
        if (mirror is not null && options.OfflinePackage is not null && !willBePushed)
        {
            await Check(mirror).RequirePresentAsync(images, cancellationToken).ConfigureAwait(false);
        }
    }

    private MirrorCheck Check(RegistryPrefix registry) => new(registry, options.RegistryOptions, logger);
}
