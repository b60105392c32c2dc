namespace Neutree.Core.Packages.Checks;

/// <summary>Checks a <c>manifest.yaml</c> that stands alone (spec 3.7).</summary>
internal static class ManifestFileCheck
{
    /// <returns>False where the path is no manifest, by its ending.</returns>
    public static async Task<bool> TryRunAsync(string path, FindingSink sink, CancellationToken cancellationToken)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is not (".yaml" or ".yml") || !File.Exists(path))
        {
            return false;
        }

        try
        {
            PackageManifest manifest = ManifestReader.Read(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)).Manifest;
            ManifestReader.ValidateAlone(manifest);
            sink.Information("Package.Sound", "", $"the manifest tells of {manifest.Engines.Count} engines and {manifest.Images.Count} images");
        }
        catch (PackageException error)
        {
            sink.Error(error, "");
        }

        return true;
    }
}
