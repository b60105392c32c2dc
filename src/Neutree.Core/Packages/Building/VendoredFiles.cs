using Neutree.Core.Packages.Vendoring;

namespace Neutree.Core.Packages.Building;

/// <summary>Puts vendored files into the files of a package that is drafted.</summary>
internal static class VendoredFiles
{
    /// <summary>Replaces the vendored folders by what the source has.</summary>
    /// <param name="files">The files by name.</param>
    /// <param name="prefix">What stands before the layout's paths in the names; empty or ends in <c>/</c>.</param>
    /// <param name="source">Where the files come from.</param>
    /// <param name="layout">How the files are laid out.</param>
    /// <exception cref="PackageException">The source lacks a folder.</exception>
    public static void Overlay(SortedDictionary<string, byte[]> files, string prefix, VendorSource source, VendoredLayout layout)
    {
        IReadOnlyList<VendoredFile> vendored = source.Read(layout);
        HashSet<string> folders = [.. VendoredFolder.All.Select(folder => folder.PathIn(layout)).OfType<string>().Select(path => prefix + path)];
        foreach (string former in files.Keys.Where(name => folders.Contains(name[..Math.Max(0, name.LastIndexOf('/'))])).ToList())
        {
            files.Remove(former);
        }

        foreach (VendoredFile file in vendored)
        {
            files[prefix + file.PathIn(layout)] = file.Content.ToArray();
        }
    }
}
