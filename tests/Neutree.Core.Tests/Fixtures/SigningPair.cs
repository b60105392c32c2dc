using System.Security.Cryptography;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>A key pair in two PEM files.</summary>
/// <param name="KeyPath">The private half.</param>
/// <param name="PublicPath">The public half.</param>
internal sealed record SigningPair(string KeyPath, string PublicPath)
{
    public static SigningPair Write(TemporaryFolder folder, string name = "key")
    {
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SigningPair files = new(folder.File(name + ".pem"), folder.File(name + "-public.pem"));
        File.WriteAllText(files.KeyPath, pair.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.PublicPath, pair.ExportSubjectPublicKeyInfoPem());
        return files;
    }
}
