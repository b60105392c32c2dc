namespace Neutree.Core.Packages.Writing;

/// <summary>What may go into a package under which name.</summary>
internal static class PackageRules
{
    private const long SmallestPart = 1024 * 1024;

    /// <exception cref="PackageException">A name is reserved, malformed or taken twice, or parts would be too small.</exception>
    public static void Check(PackageWriteOptions options)
    {
        PackageNames.ManifestBeside(options.OutputPath);
        if (options.SplitSize < SmallestPart)
        {
            throw new PackageException("Package.PartTooSmall", ErrorKind.InvalidArgument, $"parts of {options.SplitSize} bytes are too small")
            {
                Target = options.OutputPath,
                Recommendation = "Give parts 1 MiB at least.",
            };
        }

        if (!options.ImageFile.StartsWith(PackageNames.ImageFolder, StringComparison.Ordinal)
            || !options.ImageFile.EndsWith(".tar", StringComparison.Ordinal)
            || !IsPath(options.ImageFile))
        {
            throw Invalid(options.ImageFile, "an image archive's name is images/NAME.tar");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (PackageFileContent file in options.Files)
        {
            string? problem = !IsPath(file.Name) ? "it is not a plain relative path"
                : IsReserved(file.Name) ? "the name belongs to the format itself"
                : !names.Add(file.Name) ? "two files have it"
                : null;
            if (problem is not null)
            {
                throw Invalid(file.Name, problem);
            }
        }
    }

    /// <summary>Whether a name is a relative path of ordinary parts.</summary>
    public static bool IsPath(string name) =>
        name.Length > 0
        && !name.Any(c => char.IsControl(c) || c == '\\')
        && name.Split('/').All(part => part is not ("" or "." or ".."));

    private static bool IsReserved(string name) =>
        name is PackageNames.Manifest or PackageNames.Checksums or PackageNames.Signature
        || name.StartsWith(".neutree/", StringComparison.Ordinal)
        || name.StartsWith(PackageNames.ImageFolder, StringComparison.Ordinal);

    private static PackageException Invalid(string name, string why) =>
        new("Package.InvalidFileName", ErrorKind.InvalidArgument, $"'{name}' can't go into a package: {why}") { Target = name };
}
