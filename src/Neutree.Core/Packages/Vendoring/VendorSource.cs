using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Packages.Vendoring;

/// <summary>
/// Reads the vendored folders (spec 5.2) from where they are kept: a checkout of Neutree, an unpacked chart or compose package, or a chart's
/// archive. Each folder is taken from the first layout that has it, so that a folder made by hand may mix them.
/// </summary>
public sealed class VendorSource
{
    private readonly Dictionary<string, List<VendoredEntry>> _entries;
    private readonly string _path;

    private VendorSource(string path, Dictionary<string, List<VendoredEntry>> entries)
    {
        _path = path;
        _entries = entries;
    }

    /// <summary>Looks at a source; contents of files in a folder are read later.</summary>
    /// <param name="path">A folder, or a chart's <c>.tgz</c> file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PackageException">There is nothing at the path.</exception>
    /// <exception cref="ChartException">The archive is damaged or too large.</exception>
    public static async Task<VendorSource> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            return new VendorSource(path, Group(FilesOf(Path.GetFullPath(path), cancellationToken)));
        }

        if (!File.Exists(path))
        {
            throw new PackageException("Package.VendorNotFound", ErrorKind.NotFound, $"there is no folder or chart archive at {path}")
            {
                Target = path,
                Recommendation = "Name a checkout of Neutree, its chart's .tgz file or a folder laid out like one of them.",
            };
        }

        Chart chart = await new ChartLoader().LoadAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new VendorSource(path, Group(chart.Files.Select(file => new VendoredEntry(file.Name, file.ModifiedAt, () => file.Data.Span.ToArray()))));
    }

    /// <summary>The files of all vendored folders that a layout has, in the order of their paths there.</summary>
    /// <param name="layout">What they are wanted for.</param>
    /// <exception cref="PackageException">The source lacks one of the folders; the message names all that are missing.</exception>
    public IReadOnlyList<VendoredFile> Read(VendoredLayout layout)
    {
        List<VendoredFile> files = [];
        List<string> missing = [];
        foreach (VendoredFolder folder in VendoredFolder.All.Where(folder => folder.PathIn(layout) is not null))
        {
            if (Find(folder) is { } entries)
            {
                files.AddRange(entries.Select(entry => new VendoredFile(folder, entry.Name, entry.Read(), entry.ModifiedAt)));
            }
            else
            {
                missing.Add(folder.RepositoryPath);
            }
        }

        if (missing.Count > 0)
        {
            throw new PackageException(
                "Package.VendorIncomplete", ErrorKind.InvalidData, $"{_path} lacks these folders, or has them empty: {string.Join(", ", missing)}")
            {
                Target = _path,
                Recommendation = "Name a checkout of Neutree, its chart's .tgz file or a folder laid out like one of them.",
            };
        }

        files.Sort((left, right) => string.CompareOrdinal(left.PathIn(layout), right.PathIn(layout)));
        return files;
    }

    private List<VendoredEntry>? Find(VendoredFolder folder) =>
        Enum.GetValues<VendoredLayout>()
            .Select(layout => folder.PathIn(layout) is { } path ? _entries.GetValueOrDefault(path) : null)
            .FirstOrDefault(entries => entries?.Exists(entry => entry.Name.EndsWith(folder.Extension, StringComparison.OrdinalIgnoreCase)) == true);

    /// <summary>The files directly in each folder, without those that are hidden.</summary>
    private static Dictionary<string, List<VendoredEntry>> Group(IEnumerable<VendoredEntry> files)
    {
        Dictionary<string, List<VendoredEntry>> folders = new(StringComparer.Ordinal);
        foreach (VendoredEntry file in files)
        {
            int slash = file.Name.LastIndexOf('/');
            if (slash < 0 || file.Name[slash + 1] == '.')
            {
                continue;
            }

            string folder = file.Name[..slash];
            if (!folders.TryGetValue(folder, out List<VendoredEntry>? entries))
            {
                folders[folder] = entries = [];
            }

            entries.Add(file with { Name = file.Name[(slash + 1)..] });
        }

        return folders;
    }

    private static IEnumerable<VendoredEntry> FilesOf(string root, CancellationToken cancellationToken)
    {
        foreach (string path in VendoredFolder.All.SelectMany(folder => Enum.GetValues<VendoredLayout>().Select(folder.PathIn)).OfType<string>().Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            DirectoryInfo folder = new(Path.Combine(root, path));
            if (!folder.Exists)
            {
                continue;
            }

            foreach (FileInfo file in folder.EnumerateFiles())
            {
                yield return new VendoredEntry($"{path}/{file.Name}", file.LastWriteTimeUtc, () => File.ReadAllBytes(file.FullName));
            }
        }
    }

    /// <summary>A file of the source: its path with <c>/</c>, and its content when asked.</summary>
    private sealed record VendoredEntry(string Name, DateTimeOffset ModifiedAt, Func<byte[]> Read);
}
