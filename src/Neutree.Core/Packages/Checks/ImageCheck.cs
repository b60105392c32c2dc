using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages.Checks;

/// <summary>Checks what a package says of its images: that each item of the manifest is inside, and that what is inside belongs there.</summary>
internal static class ImageCheck
{
    /// <param name="files">The package.</param>
    /// <param name="archive">Limits.</param>
    /// <param name="options">How closely to look.</param>
    /// <param name="isOwn">Whether this project wrote the package and every sum in it was compared: then blobs need no second reading, and nothing is forgiven.</param>
    /// <param name="sink">Told what is found.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task RunAsync(
        ArchiveFiles files, ArchiveOptions archive, PackageCheckOptions options, bool isOwn, FindingSink sink, CancellationToken cancellationToken)
    {
        PackageManifest? manifest = await FindManifestAsync(files, cancellationToken).ConfigureAwait(false);
        if (manifest is { Images.Count: 0 } && isOwn)
        {
            Summarize(sink, options, 0, new BlobCheck(sink, readsAll: false, options.Deep));
            return;
        }

        await using ImportPackage package = await PackageReader.OpenAsync(files, options.Path, archive, cancellationToken).ConfigureAwait(false);
        foreach (string warning in package.Warnings)
        {
            Report(sink, isOwn, "Package.UnlistedImage", "", warning);
        }

        foreach (ImportItem item in package.Items)
        {
            if (item.Error is { } error)
            {
                sink.Error(error, item.Label);
            }

            foreach (string warning in item.Warnings)
            {
                Report(sink, isOwn, "Package.ManifestMismatch", item.Label, warning);
            }
        }

        if (isOwn && package.Manifest is { } own)
        {
            foreach (string file in own.Images.Select(image => image.ImageFile).Distinct())
            {
                await LayoutCheck.RunAsync(files, file, archive, own.Delta, sink, cancellationToken).ConfigureAwait(false);
            }
        }

        List<(IImageSource Source, SourceImage Image)> images =
            [.. package.Items.Where(item => item.Image is not null).Select(item => (item.Source!, item.Image!)).DistinctBy(image => image.Item2)];
        BlobCheck blobs = new(sink, readsAll: !isOwn, options.Deep);
        await blobs.RunAsync(images, cancellationToken).ConfigureAwait(false);
        Summarize(sink, options, images.Count, blobs);
    }

    private static async Task<PackageManifest?> FindManifestAsync(ArchiveFiles files, CancellationToken cancellationToken) =>
        files.Find("manifest.yaml") is { } file
            ? ManifestReader.Read((await files.ReadAllAsync(file, PackageReader.MaxManifestSize, cancellationToken).ConfigureAwait(false)).Span).Manifest
            : null;

    /// <summary>What another tool's package says wrongly of itself is forgiven: it can be imported all the same.</summary>
    private static void Report(FindingSink sink, bool isOwn, string id, string entry, string message)
    {
        if (isOwn)
        {
            sink.Error(id, entry, message);
        }
        else
        {
            sink.Warning(id, entry, message);
        }
    }

    private static void Summarize(FindingSink sink, PackageCheckOptions options, int images, BlobCheck blobs)
    {
        if (sink.Errors == 0)
        {
            string diffIds = !options.Deep ? "" : blobs.Unchecked == 0 ? ", diff IDs included" : $", diff IDs included except {blobs.Unchecked}";
            sink.Information("Package.Sound", "", $"{images} images with {blobs.Count} blobs of {blobs.Bytes} bytes are whole{diffIds}");
        }
    }
}
