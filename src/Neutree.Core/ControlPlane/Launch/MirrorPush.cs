using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Pushes the images of the package that is installed to the site's registry.</summary>
internal static class MirrorPush
{
    /// <param name="mirror">The registry.</param>
    /// <param name="package">The images; null where what is installed from holds none.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="observer">Sees how far it is.</param>
    /// <param name="logger">Hears of what is odd.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="NeutreeException">An image couldn't be pushed, or nobody said where to.</exception>
    public static async Task RunAsync(
        RegistryPrefix? mirror, ImportPackage? package, ControlPlaneInstallOptions options, IControlPlaneObserver observer, ILogger logger, CancellationToken cancellationToken)
    {
        if (mirror is null || options.OfflinePackage is not { } path)
        {
            throw new ControlPlaneException("ControlPlane.NowhereToPush", ErrorKind.InvalidArgument, "pushing images needs a package and a mirror registry") { Recommendation = "Give both -OfflinePackage and -MirrorRegistry." };
        }

        if (package is null)
        {
            throw new ControlPlaneException("ControlPlane.NoImages", ErrorKind.InvalidData, $"{path} holds no images to push")
            {
                Target = path,
                Recommendation = "Give a control plane package that holds them, or leave -PushImages out where the registry has them.",
            };
        }

        observer.Step($"Pushing images to {mirror}");
        ImageImportOptions push = new()
        {
            Path = path,
            Registry = mirror.ToString(),
            RegistryOptions = options.RegistryOptions.For(mirror),
            Transfer = new TransferOptions { CacheFolder = CacheFolder.Default() },
        };
        await foreach (ImageTransferResult result in new ImageImporter(push, logger).ImportAsync(package, path, observer.Transfer, cancellationToken).ConfigureAwait(false))
        {
            if (result.Error is { } error)
            {
                throw error;
            }
        }
    }
}
