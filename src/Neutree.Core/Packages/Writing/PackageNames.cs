using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages.Writing;

/// <summary>The names that the format gives to what is in a package and beside it.</summary>
internal static class PackageNames
{
    public const string Manifest = "manifest.yaml";
    public const string ImageList = "images.txt";
    public const string Checksums = "checksums.txt";
    public const string Signature = "checksums.txt.sig";
    public const string Index = SeekableIndexFile.EntryName;
    public const string ImageFolder = "images/";
    public const string SumsEnding = ".sums";

    private static readonly string[] Endings = [".tar.gz", ".tgz"];

    /// <summary>The list of the sums of what is inside an image archive: <c>images/all-images.sums</c> for <c>images/all-images.tar</c>.</summary>
    public static string SumsOf(string imageFile) => imageFile[..^".tar".Length] + SumsEnding;

    /// <summary>A delta says in its name that it is one.</summary>
    public static string ForDelta(string path)
    {
        (string stem, string ending) = Split(path);
        return Path.GetFileName(stem).Contains("delta", StringComparison.OrdinalIgnoreCase) ? path : stem + "-delta" + ending;
    }

    /// <summary>The standalone manifest beside a package.</summary>
    public static string ManifestBeside(string path) => Split(path).Stem + "-manifest.yaml";

    private static (string Stem, string Ending) Split(string path)
    {
        string ending = Endings.FirstOrDefault(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            ?? throw new PackageException("Package.InvalidName", ErrorKind.InvalidArgument, $"'{path}' is not a package's name: it ends neither in .tar.gz nor in .tgz")
            {
                Target = path,
                Recommendation = "Name it NAME.tar.gz: Neutree's importer takes no other endings. A folder that isn't there yet is written with / at its end.",
            };
        return (path[..^ending.Length], path[^ending.Length..]);
    }
}
