using System.Formats.Tar;
using System.IO.Compression;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Packages.Vendoring;
using Neutree.Core.Tar;

namespace Neutree.Core.Packages.Building;

/// <summary>
/// A chart as it goes into a package: with the release's version and its vendored folders filled, and as an archive on disk, so that its
/// images are found in exactly what is packed.
/// </summary>
internal sealed class StagedChart : IDisposable
{
    private readonly SortedDictionary<string, byte[]> _files;
    private readonly DirectoryInfo _folder;

    private StagedChart(string name, SortedDictionary<string, byte[]> files, DirectoryInfo folder)
    {
        Name = name;
        _files = files;
        _folder = folder;
    }

    /// <summary>The chart's name, and of the folder that all its files are in.</summary>
    public string Name { get; }

    /// <summary>The archive's path, until disposal.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, Name + ".tgz");

    /// <summary>The files, their names from the chart's own folder on: <c>neutree/Chart.yaml</c>.</summary>
    public IReadOnlyList<PackageFileContent> Files => [.. _files.Select(static file => PackageFileContent.FromBytes(file.Key, file.Value))];

    /// <param name="recipe">The chart, and what is changed in it.</param>
    /// <param name="drafting">Brings it, where it is in a registry.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">The chart can't be loaded, or lacks something.</exception>
    public static async Task<StagedChart> CreateAsync(ChartPackageRecipe recipe, PackageDrafting drafting, CancellationToken cancellationToken)
    {
        Chart chart = await new ChartLoader(drafting.Fetcher, drafting.Logger).LoadAsync(recipe.Chart.Chart, recipe.Chart.Version, cancellationToken).ConfigureAwait(false);
        if (ReleaseVersion.IsRelease(recipe.Version))
        {
            chart.Metadata = chart.Metadata with { Version = recipe.Version!, AppVersion = recipe.Version! };
        }

        ChartDependencyCheck.RequireAll(chart);
        SortedDictionary<string, byte[]> files = Unpack(ChartArchiveWriter.Write(chart, DateTimeOffset.UnixEpoch, cancellationToken));
        if (recipe.VendorPath is { } vendor)
        {
            VendorSource source = await VendorSource.OpenAsync(vendor, cancellationToken).ConfigureAwait(false);
            VendoredFiles.Overlay(files, chart.Name + "/", source, VendoredLayout.Chart);
        }

        if (ChartPackageRecipe.NeedsVendored(chart.Name))
        {
            VendoredFolderCheck.RequireFilled(VendoredLayout.Chart, files.Keys.Select(name => name[(chart.Name.Length + 1)..]), recipe.Chart.Chart);
        }

        StagedChart staged = new(chart.Name, files, Directory.CreateTempSubdirectory("neutree-chart-"));
        await File.WriteAllBytesAsync(staged.Path, staged.Pack(), cancellationToken).ConfigureAwait(false);
        return staged;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static SortedDictionary<string, byte[]> Unpack(byte[] archive)
    {
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        using TarReader reader = new(new GZipStream(new MemoryStream(archive, writable: false), CompressionMode.Decompress));
        while (reader.GetNextEntry() is { } entry)
        {
            using MemoryStream content = new();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }

    private byte[] Pack()
    {
        using MemoryStream archive = new();
        using (GZipStream zipped = new(archive, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in _files)
            {
                zipped.Write(TarHeaderWriter.Create(name, content.Length, unixSeconds: 0));
                zipped.Write(content);
                zipped.Write(new byte[TarHeader.Padded(content.Length) - content.Length]);
            }

            zipped.Write(new byte[2 * TarHeader.BlockSize]);
        }

        return archive.ToArray();
    }
}
