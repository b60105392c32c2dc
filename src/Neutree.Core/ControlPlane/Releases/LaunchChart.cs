using Neutree.Core.Helm.Charts;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Vendoring;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>
/// The chart that a control plane is installed from: a folder as it is, or what a package or archive holds, unpacked below the work
/// directory (spec 0.2), or for a look only, into a folder that goes again.
/// </summary>
internal sealed class LaunchChart : IDisposable
{
    private const string ChartFile = "Chart.yaml";
    private const string ChartName = "neutree";
    private const int LargestFile = 64 << 20;

    private readonly string? _temporary;

    private LaunchChart(string folder, string? temporary)
    {
        Folder = folder;
        _temporary = temporary;
    }

    /// <summary>The chart's folder.</summary>
    public string Folder { get; }

    /// <param name="package">A package, a chart's archive or folder; null: what an earlier install unpacked, else the chart of a checkout in the current folder.</param>
    /// <param name="vendorPath">Where vendored folders come from that are empty; null: the chart has them.</param>
    /// <param name="root">The work directory.</param>
    /// <param name="forShow">Whether to leave the work directory alone.</param>
    /// <param name="options">How archives are read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">There is no chart, it can't be read, or it lacks files that come from elsewhere.</exception>
    public static async Task<LaunchChart> OpenAsync(
        string? package, string? vendorPath, string root, bool forShow, ArchiveOptions options, CancellationToken cancellationToken)
    {
        string source = package ?? FindWithoutPackage(root);
        string? temporary = forShow ? Directory.CreateTempSubdirectory("neutree-chart-").FullName : null;
        LaunchChart? chart = null;
        try
        {
            string? folder = FindChartFolder(source);
            if (folder is null || vendorPath is not null)
            {
                string target = Path.Join(temporary ?? root, ChartName);
                SortedDictionary<string, ReadOnlyMemory<byte>> files = await ReadAsync(folder ?? source, options, cancellationToken).ConfigureAwait(false);
                await AddVendoredAsync(files, vendorPath, cancellationToken).ConfigureAwait(false);
                ChartUnpacking.Replace(target, files);
                folder = target;
            }

            chart = new LaunchChart(folder, temporary);
            await RequireVendoredAsync(folder, source, cancellationToken).ConfigureAwait(false);
            return chart;
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    public void Dispose() => Delete(_temporary);

    private static void Delete(string? folder)
    {
        if (folder is not null && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string FindWithoutPackage(string root)
    {
        string[] places = [Path.Join(root, ChartName), Path.GetFullPath(Path.Join("deploy", "chart", ChartName))];
        return places.FirstOrDefault(static place => File.Exists(Path.Join(place, ChartFile)))
            ?? throw new ControlPlaneException("ControlPlane.NoChart", ErrorKind.NotFound, $"there is no chart to install from, neither in {places[0]} nor in {places[1]}")
            {
                Target = places[0],
                Recommendation = "Name a package, a chart's archive or its folder with -OfflinePackage.",
            };
    }

    /// <summary>The chart's folder where the source is one, or has one under its name.</summary>
    private static string? FindChartFolder(string source) =>
        new[] { source, Path.Join(source, ChartName) }.FirstOrDefault(static folder => File.Exists(Path.Join(folder, ChartFile)));

    private static async Task<SortedDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(string source, ArchiveOptions options, CancellationToken cancellationToken)
    {
        ArchiveFiles archive = await ArchiveOpener.OpenPathAsync(source, options, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            string prefix = FindPrefix(archive, source);
            SortedDictionary<string, ReadOnlyMemory<byte>> files = new(StringComparer.Ordinal);
            foreach (string name in archive.FileNames.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList())
            {
                files[name[prefix.Length..]] = await archive.ReadAllAsync(archive.Find(name)!, LargestFile, cancellationToken).ConfigureAwait(false);
            }

            return files;
        }
    }

    /// <summary>The folder of the archive that is the chart: Neutree's where there are several.</summary>
    private static string FindPrefix(ArchiveFiles archive, string source)
    {
        List<string> prefixes =
        [
            .. archive.FileNames
                .Where(static name => name == ChartFile || (name.EndsWith("/" + ChartFile, StringComparison.Ordinal) && name.AsSpan().Count('/') == 1))
                .Select(static name => name[..^ChartFile.Length])
                .Order(StringComparer.Ordinal),
        ];
        return prefixes.Find(static prefix => prefix == ChartName + "/") ?? prefixes.FirstOrDefault()
            ?? throw new ControlPlaneException("ControlPlane.NoChart", ErrorKind.InvalidData, $"{source} holds no chart")
            {
                Target = source,
                Recommendation = "Name a chart package or a control plane package (neutree-cli package build chart|control-plane); compose files are launched with -DeployMethod Compose.",
            };
    }

    private static async Task AddVendoredAsync(SortedDictionary<string, ReadOnlyMemory<byte>> files, string? vendorPath, CancellationToken cancellationToken)
    {
        if (vendorPath is null)
        {
            return;
        }

        VendorSource vendor = await VendorSource.OpenAsync(vendorPath, cancellationToken).ConfigureAwait(false);
        foreach (VendoredFile file in vendor.Read(VendoredLayout.Chart))
        {
            files[file.PathIn(VendoredLayout.Chart)!] = file.Content;
        }
    }

    // Another chart may have the same purpose and other folders.
    private static async Task RequireVendoredAsync(string folder, string source, CancellationToken cancellationToken)
    {
        Chart chart = await new ChartLoader().LoadAsync(folder, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (chart.Name == ChartName)
        {
            VendoredFolderCheck.RequireFilled(VendoredLayout.Chart, chart.Files.Select(static file => file.Name), source);
        }
    }
}
