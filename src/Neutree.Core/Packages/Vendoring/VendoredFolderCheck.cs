namespace Neutree.Core.Packages.Vendoring;

/// <summary>Finds the vendored folders that a tree doesn't have, or has empty. A chart without them installs, and then doesn't work (spec 5.2).</summary>
public static class VendoredFolderCheck
{
    /// <summary>The paths of the empty folders, in the layout's terms and the order of <see cref="VendoredFolder.All"/>.</summary>
    /// <param name="layout">How the tree is laid out.</param>
    /// <param name="files">Paths of all files of the tree from its root, with <c>/</c>: names of a chart's files or of an archive's entries.</param>
    public static IReadOnlyList<string> FindEmpty(VendoredLayout layout, IEnumerable<string> files)
    {
        HashSet<VendoredFolder> filled = [];
        foreach (string file in files)
        {
            filled.UnionWith(VendoredFolder.All.Where(folder => folder.PathIn(layout) is { } path && Fills(folder, path, file)));
        }

        return [.. VendoredFolder.All.Where(folder => !filled.Contains(folder)).Select(folder => folder.PathIn(layout)).OfType<string>()];
    }

    /// <summary>As <see cref="FindEmpty"/>, and fails where it finds any.</summary>
    /// <param name="layout">How the tree is laid out.</param>
    /// <param name="files">Paths of all files of the tree from its root, with <c>/</c>.</param>
    /// <param name="target">What the message calls the tree.</param>
    /// <exception cref="PackageException">A folder is missing or empty; the message names all of them.</exception>
    public static void RequireFilled(VendoredLayout layout, IEnumerable<string> files, string target)
    {
        IReadOnlyList<string> empty = FindEmpty(layout, files);
        if (empty.Count > 0)
        {
            throw new PackageException(
                "Package.VendoredFolderEmpty",
                ErrorKind.InvalidData,
                $"{target} lacks files that come from elsewhere; these folders are empty: {string.Join(", ", empty)}")
            {
                Target = target,
                Recommendation = "Name a checkout of Neutree, its chart or a folder laid out like one of them with -VendorPath when the package is built.",
            };
        }
    }

    // The files directly in the folder: a plugin's tests, which lie deeper, are no plugin.
    private static bool Fills(VendoredFolder folder, string path, string file) =>
        file.EndsWith(folder.Extension, StringComparison.OrdinalIgnoreCase)
        && file.LastIndexOf('/') == path.Length
        && file.StartsWith(path, StringComparison.Ordinal);
}
