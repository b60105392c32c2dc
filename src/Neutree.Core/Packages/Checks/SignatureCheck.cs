using Neutree.Core.Packages.Signing;
using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Packages.Checks;

/// <summary>Checks the signature over <c>checksums.txt</c>, or says that it didn't.</summary>
internal static class SignatureCheck
{
    public static void Run(PackageSums sums, PackagePublicKey? key, PackageRequirement require, FindingSink sink)
    {
        bool isSigned = sums.Documents.TryGetValue(PackageNames.Signature, out byte[]? signature);
        if (require == PackageRequirement.Signature && key is null)
        {
            sink.Error("Package.PublicKeyMissing", PackageNames.Signature, "a signature is required, but there is no public key to check it with");
        }
        else if (!isSigned && (require == PackageRequirement.Signature || key is not null))
        {
            sink.Error("Package.SignatureMissing", PackageNames.Signature, "the package isn't signed");
        }
        else if (isSigned && key is null)
        {
            sink.Information("Package.SignatureNotVerified", PackageNames.Signature, "the package is signed; the signature was not verified, because no public key was given");
        }
        else if (isSigned)
        {
            if (sums.Documents.TryGetValue(PackageNames.Checksums, out byte[]? list) && key!.Verifies(list, signature))
            {
                sink.Information("Package.SignatureVerified", PackageNames.Signature, $"the signature was made with the private half of {key.Path}");
            }
            else
            {
                sink.Error("Package.SignatureInvalid", PackageNames.Signature, $"the signature over {PackageNames.Checksums} was not made with the private half of {key!.Path}, or one of them was changed");
            }
        }
    }
}
