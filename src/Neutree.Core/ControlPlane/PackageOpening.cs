using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Checks;

namespace Neutree.Core.ControlPlane;

/// <summary>Opens the package that is installed from, and holds it to what was required.</summary>
internal static class PackageOpening
{
    /// <returns>The package; null where none was given.</returns>
    /// <exception cref="NeutreeException">It can't be read or doesn't pass, or there is none to hold to what was required.</exception>
    public static async Task<CheckedPackage?> OpenAsync(ControlPlaneInstallOptions options, ArchiveOptions archive, CancellationToken cancellationToken)
    {
        if (options.OfflinePackage is { } path)
        {
            return await CheckedPackage.OpenAsync(path, options.PublicKeyPath, options.Require, archive, cancellationToken).ConfigureAwait(false);
        }

        return options.PublicKeyPath is null && options.Require == PackageRequirement.None
            ? null
            : throw new ControlPlaneException("ControlPlane.NothingToVerify", ErrorKind.InvalidArgument, "a public key or a requirement is for a package, and none is installed from")
            {
                Recommendation = "Give the package with -OfflinePackage, or leave -PublicKey and -Require out.",
            };
    }
}
