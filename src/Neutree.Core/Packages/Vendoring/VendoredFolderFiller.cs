namespace Neutree.Core.Packages.Vendoring;

/// <summary>Fills the vendored folders of a tree on disk: of a chart that is used from its folder, or of compose files before they are packed.</summary>
/// <param name="source">Where the files come from.</param>
public sealed class VendoredFolderFiller(VendorSource source)
{
    /// <summary>Replaces the content of each vendored folder by the source's; yields each file's path from the root as it is written.</summary>
    /// <param name="root">The tree's root, such as <c>deploy/chart/neutree</c>.</param>
    /// <param name="layout">How it is laid out.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PackageException">The source lacks a folder. Nothing has been changed then.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    public async IAsyncEnumerable<string> FillAsync(
        string root, VendoredLayout layout, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VendoredFile> files = source.Read(layout);
        foreach (string folder in files.Select(file => file.Folder.PathIn(layout)!).Distinct())
        {
            Empty(new DirectoryInfo(Path.Combine(root, folder)));
        }

        foreach (VendoredFile file in files)
        {
            string path = file.PathIn(layout)!;
            string target = Path.Combine(root, path);
            await File.WriteAllBytesAsync(target, file.Content, cancellationToken).ConfigureAwait(false);
            File.SetLastWriteTimeUtc(target, file.ModifiedAt.UtcDateTime);
            yield return path;
        }
    }

    // What an earlier source had and this one doesn't would be served for as long as it lies there.
    private static void Empty(DirectoryInfo folder)
    {
        folder.Create();
        foreach (FileInfo file in folder.EnumerateFiles().Where(static file => file.Name[0] != '.'))
        {
            file.Delete();
        }
    }
}
