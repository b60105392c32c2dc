using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Pushes the images of the package that is installed to the site's registry.</summary>
internal static class MirrorPush
{
    /// <exception cref="NeutreeException">An image couldn't be pushed, or nobody said where to.</exception>
    public static async Task RunAsync(RegistryPrefix? mirror, ControlPlaneInstallOptions options, IControlPlaneObserver observer, ILogger logger, CancellationToken cancellationToken)
    {
        if (mirror is null || options.OfflinePackage is null)
        {
            throw new ControlPlaneException("ControlPlane.NowhereToPush", ErrorKind.InvalidArgument, "pushing images needs a package and a mirror registry") { Recommendation = "Give both -OfflinePackage and -MirrorRegistry." };
        }

        observer.Step($"Pushing images to {mirror}");
        ImageImportOptions push = new()
        {
            Path = options.OfflinePackage,
            Registry = mirror.ToString(),
            RegistryOptions = options.RegistryOptions.For(mirror),
            Transfer = new TransferOptions { CacheFolder = CacheFolder.Default() },
        };
        await foreach (ImageTransferResult result in new ImageImporter(push, logger).ImportAsync(observer.Transfer, cancellationToken).ConfigureAwait(false))
        {
            if (result.Error is { } error)
            {
                throw error;
            }
        }
    }
}
