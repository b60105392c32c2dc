using Neutree.Core.Helm.Charts;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Vendoring;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>
/// The chart that a control plane is installed from: a folder as it is, or what a package or archive holds, unpacked below the work
/// directory (spec 0.2), or for a look only, into a folder that goes again.
/// </summary>
internal sealed class LaunchChart : IAsyncDisposable
{
    private const string ChartFile = "Chart.yaml";
    private const string ChartName = "neutree";
    private const int LargestFile = 64 << 20;

    private readonly string? _temporary;

    private LaunchChart(string folder, CheckedPackage? package, string? temporary)
    {
        Folder = folder;
        Package = package;
        _temporary = temporary;
    }

    /// <summary>The chart's folder.</summary>
    public string Folder { get; }

    /// <summary>What it came from; null where that is what an earlier install unpacked.</summary>
    public CheckedPackage? Package { get; }

    /// <param name="package">A package, a chart's archive or folder, owned; null: what an earlier install unpacked, else the chart of a checkout in the current folder.</param>
    /// <param name="vendorPath">Where vendored folders come from that are empty; null: the chart has them.</param>
    /// <param name="root">The work directory.</param>
    /// <param name="forShow">Whether to leave the work directory alone.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">There is no chart, it can't be read, or it lacks files that come from elsewhere.</exception>
    public static async Task<LaunchChart> OpenAsync(
        CheckedPackage? package, string? vendorPath, string root, bool forShow, CancellationToken cancellationToken)
    {
        string? temporary = null;
        try
        {
            string source = package?.Path ?? FindWithoutPackage(root);

            // A folder with sums is a package that somebody unpacked: only what is read with its sum is what was packed.
            string? folder = package is { HasSums: true } ? null : FindChartFolder(source);
            if (folder is null || vendorPath is not null)
            {
                SortedDictionary<string, ReadOnlyMemory<byte>> files = folder is null
                    ? await ReadAsync(package!, cancellationToken).ConfigureAwait(false)
                    : await ReadFolderAsync(folder, cancellationToken).ConfigureAwait(false);
                await AddVendoredAsync(files, vendorPath, cancellationToken).ConfigureAwait(false);
                temporary = forShow ? Directory.CreateTempSubdirectory("neutree-chart-").FullName : null;
                folder = Path.Join(temporary ?? root, ChartName);
                ChartUnpacking.Replace(folder, files);
            }

            await RequireVendoredAsync(folder, source, cancellationToken).ConfigureAwait(false);
            return new LaunchChart(folder, package, temporary);
        }
        catch
        {
            Delete(temporary);
            if (package is not null)
            {
                await package.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Delete(_temporary);
        if (Package is not null)
        {
            await Package.DisposeAsync().ConfigureAwait(false);
        }
    }

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

    private static Task<SortedDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(CheckedPackage package, CancellationToken cancellationToken) =>
        ReadAsync(package.Files, FindPrefix(package.Files, package.Path), file => package.ReadAsync(file, LargestFile, cancellationToken));

    private static async Task<SortedDictionary<string, ReadOnlyMemory<byte>>> ReadFolderAsync(string folder, CancellationToken cancellationToken)
    {
        FolderArchiveFiles files = new(folder);
        return await ReadAsync(files, "", file => files.ReadAllAsync(file, LargestFile, cancellationToken).AsTask()).ConfigureAwait(false);
    }

    private static async Task<SortedDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(ArchiveFiles archive, string prefix, Func<ArchiveFile, Task<ReadOnlyMemory<byte>>> read)
    {
        SortedDictionary<string, ReadOnlyMemory<byte>> files = new(StringComparer.Ordinal);
        foreach (string name in archive.FileNames.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            files[name[prefix.Length..]] = await read(archive.Find(name)!).ConfigureAwait(false);
        }

        return files;
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
