namespace Neutree.Core.Packages.Checks;

/// <summary>How it is told that a package isn't what it should be.</summary>
internal static class PackageRefusal
{
    public static PackageException Create(string path, string errorId, string why) =>
        new(errorId, ErrorKind.InvalidData, $"{path} is refused: {why}")
        {
            Target = path,
            Recommendation = "Get the package anew from where it was built; Test-NeutreeOfflinePackage (package verify) tells all that is wrong with it.",
        };

    public static PackageException WithoutKey(string path) =>
        new("Package.PublicKeyMissing", ErrorKind.InvalidArgument, $"{path} is refused: a signature is required, but there is no public key to check it with")
        {
            Target = path,
            Recommendation = "Give the key with -PublicKey.",
        };

    /// <exception cref="PackageException">No sum is listed for a file, or another one.</exception>
    public static void RequireSum(string path, string name, string actual, IReadOnlyDictionary<string, string> sums)
    {
        if (!sums.TryGetValue(name, out string? expected))
        {
            throw Create(path, "Package.ExtraEntry", $"{name} is inside, but no sum is listed for it");
        }

        if (actual != expected)
        {
            throw Create(path, "Package.SumMismatch", $"the sha256 sum of {name} is {actual}, where {expected} is listed");
        }
    }
}
