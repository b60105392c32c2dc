using Neutree.Core.Oci;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>A <c>manifest.yaml</c> that goes into an engine's package as it is (spec 7.2, <c>-m</c>). The images that it lists are the package's.</summary>
internal static class EngineManifestFile
{
    private const long Largest = 16 * 1024 * 1024;

    /// <exception cref="PackageException">The file can't be read, isn't of schema 1.0, is of another engine, or what it says is given a second time.</exception>
    public static async Task<PackageDraft> DraftAsync(EnginePackageRecipe recipe, string path, CancellationToken cancellationToken)
    {
        if (SaysMore(recipe) is { } setting)
        {
            throw Invalid("Package.ManifestGiven", path, $"{setting} was given beside the manifest {path}, which goes in as it is", "Write it into the manifest, or leave the manifest out.");
        }

        byte[] content = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
        PackageManifest manifest = Parse(content, path);
        if (!manifest.Engines.Any(engine => engine.Name == recipe.Name && engine.Versions.Any(version => version.Version == recipe.EngineVersion)))
        {
            IEnumerable<string> inside = manifest.Engines.SelectMany(static engine => engine.Versions.Select(version => $"{engine.Name} {version.Version}"));
            throw Invalid("Package.InvalidManifest", path, $"{path} isn't of the engine {recipe.Name} {recipe.EngineVersion}; it is of {string.Join(", ", inside)}", "Name the engine and version that the manifest has.");
        }

        ImageCollection images = new();
        for (int i = 0; i < manifest.Images.Count; i++)
        {
            ImageReference reference = ImageReference.FromNameAndTag(manifest.Images[i].ImageName, manifest.Images[i].Tag);
            images.Add(reference, new ImageReason { Kind = ImageReasonKind.Given, Resource = Path.GetFileName(path), Path = $"images[{i}]" });
        }

        foreach ((string _, ImageReference given) in recipe.ReadImages())
        {
            if (images.Images.All(image => image.Reference != given))
            {
                throw Invalid("Package.ManifestMismatch", path, $"{path} doesn't list {given.ToFamiliarString()}", "Add it to images of the manifest, or leave it out.");
            }
        }

        return new PackageDraft { Manifest = manifest, ManifestContent = content, Images = images.Images };
    }

    private static string? SaysMore(EnginePackageRecipe recipe) =>
        recipe.SupportedTasks.Count > 0 ? "-SupportedTask"
        : recipe.DeployTemplatePath is not null ? "-DeployTemplatePath"
        : recipe.SchemaPath is not null ? "-SchemaPath"
        : recipe.MetricsExport is not null || recipe.MetricsExportPort is not null || recipe.MetricsExportPath is not null ? "-MetricsExport"
        : recipe.Playground is not null || recipe.PlaygroundModes.Count > 0 ? "-Playground"
        : recipe.Description.Length > 0 ? "-Description"
        : recipe.PackageUri is not null ? "-PackageUri"
        : null;

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path).Length <= Largest
                ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)
                : throw Invalid("Package.InvalidManifest", path, $"{path} has more than {Largest} bytes", "Give the manifest, not the package.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("Package.ManifestUnreadable", ErrorKind.NotFound, $"reading the manifest {path} failed: {error.Message}", error)
            {
                Target = path,
                Recommendation = "Check the path.",
            };
        }
    }

    private static PackageManifest Parse(byte[] content, string path)
    {
        try
        {
            (PackageManifest manifest, bool isV0) = ManifestReader.Read(content);
            if (isV0)
            {
                throw Invalid("Package.InvalidManifest", path, "it is of the schema before 1.0", "Write it anew: manifest_version is \"1.0\".");
            }

            ManifestReader.ValidateAlone(manifest);
            ManifestReader.Validate(manifest, needsImages: true);
            EngineRules.Check(manifest.Engines);
            return manifest.Images.Select(static image => image.ImageFile).Distinct().Count() == 1
                ? manifest
                : throw Invalid("Package.InvalidManifest", path, "its images name several image files", "Give all of them one image_file, as images/NAME.tar: a package has one archive.");
        }
        catch (PackageException error)
        {
            throw new PackageException(error.ErrorId, error.Kind, $"{path} can't be a package's manifest: {error.Message}", error) { Target = path, Recommendation = error.Recommendation };
        }
    }

    private static PackageException Invalid(string errorId, string path, string message, string advice) =>
        new(errorId, ErrorKind.InvalidArgument, message) { Target = path, Recommendation = advice };
}
