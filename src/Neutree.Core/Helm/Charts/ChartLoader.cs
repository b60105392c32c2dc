using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Loads charts from folders and archives, and through a fetcher from registries. Messages are Helm 4.1's where it has one.</summary>
/// <param name="fetcher">Brings <c>oci://</c> charts; without one they are refused.</param>
/// <param name="logger">Hears of links that were followed and of files that are out of date.</param>
public sealed class ChartLoader(IChartFetcher? fetcher = null, ILogger? logger = null)
{
    private const string OciScheme = "oci://";
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    internal ChartLimits Limits { get; init; } = new();

    /// <summary>Loads a chart with the charts inside it.</summary>
    /// <param name="reference">Path of a folder or a <c>.tgz</c> file, or <c>oci://registry/repository[:version|@digest]</c>.</param>
    /// <param name="version">A version or range for a reference; a path takes none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ChartException">The chart isn't found, is damaged or too large, or breaks a rule for charts.</exception>
    public async Task<Chart> LoadAsync(string reference, string? version = null, CancellationToken cancellationToken = default)
    {
        string name = reference.Trim();
        if (Directory.Exists(name))
        {
            return LoadFolder(Path.GetFullPath(name), cancellationToken);
        }

        if (File.Exists(name))
        {
            return LoadFile(Path.GetFullPath(name), cancellationToken);
        }

        if (!name.StartsWith(OciScheme, StringComparison.Ordinal))
        {
            throw ChartReferenceProblem.Describe(name);
        }

        if (fetcher is null)
        {
            throw ChartReferenceProblem.NoFetcher(name);
        }

        byte[] archive = await fetcher.FetchAsync(name, version, cancellationToken).ConfigureAwait(false);
        return LoadArchive(archive, name, cancellationToken);
    }

    /// <summary>Loads a chart from the bytes of its archive.</summary>
    /// <param name="archive">The <c>.tgz</c> file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ChartException">The archive is damaged or too large, or its chart breaks a rule for charts.</exception>
    public Chart LoadArchive(byte[] archive, string name, CancellationToken cancellationToken = default)
    {
        using MemoryStream stream = new(archive, writable: false);
        return LoadArchive(stream, name, cancellationToken);
    }

    private static void CheckApiVersion(GoString chartfile, string target)
    {
        string version;
        try
        {
            version = ChartfileReader.ReadApiVersion(chartfile);
        }
        catch (GoException error)
        {
            throw new ChartException("Chart.InvalidFile", ErrorKind.InvalidData, "cannot load Chart.yaml: " + error.Message, error)
            {
                Target = target,
                Recommendation = "Correct Chart.yaml in the chart.",
            };
        }

        if (version is not ("" or "v1" or "v2"))
        {
            // v3 is an experiment that Helm 4.1 loads, and then doesn't render.
            throw new ChartException(
                "Chart.UnsupportedApiVersion", ErrorKind.NotSupported, version == "v3" ? "invalid chart apiVersion" : "unsupported chart version")
            {
                Target = target,
                Recommendation = $"Chart.yaml asks for apiVersion {ChartText.Quote(version)}; v1 and v2 are supported.",
            };
        }
    }

    private static GoString ReadChartfile(string path, long maxSize)
    {
        try
        {
            return ChartFileData.Adopt(RegularFile.Read(path, maxSize));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ChartException("Chart.Unreadable", ErrorKind.InvalidData, $"unable to detect chart at {path}: {error.Message}", error) { Target = path };
        }
    }

    private static ChartException Retarget(ChartException error, string path) => new(error.ErrorId, error.Kind, error.Message, error)
    {
        Target = path,
        Recommendation = error.Recommendation,
    };

    private Chart LoadFolder(string folder, CancellationToken cancellationToken)
    {
        string chartfile = Path.Combine(folder, "Chart.yaml");
        if (!File.Exists(chartfile))
        {
            throw new ChartException(
                "Chart.NotFound", ErrorKind.NotFound, $"unable to detect chart at {chartfile}: open {chartfile}: no such file or directory")
            {
                Target = folder,
                Recommendation = "Name the chart's own folder, the one that has its Chart.yaml.",
            };
        }

        // Even a Chart.yaml that .helmignore names says which rules the chart follows.
        CheckApiVersion(ReadChartfile(chartfile, Limits.FileSize), folder);
        ChartBudget budget = new(Limits);
        List<ChartFile> files = ChartFolder.Read(folder, budget, _logger, cancellationToken);
        return Assemble(files, budget, folder, cancellationToken);
    }

    private Chart LoadFile(string path, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024);
            return LoadArchive(file, path, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ChartException("Chart.Unreadable", ErrorKind.InvalidData, $"file '{path}' cannot be read: {error.Message}", error) { Target = path };
        }
    }

    private Chart LoadArchive(Stream stream, string name, CancellationToken cancellationToken)
    {
        byte[] start = new byte[ContentSniffer.SampleSize];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!ChartArchive.IsGzip(start.AsSpan(0, read)))
        {
            throw ChartReferenceProblem.NoArchive(name, ContentSniffer.Detect(start));
        }

        stream.Position = 0;
        ChartBudget budget = new(Limits);
        List<ChartFile> files;
        try
        {
            files = ChartArchive.Read(stream, budget, cancellationToken);
        }
        catch (ChartException error)
        {
            throw new ChartException(error.ErrorId, error.Kind, "unable to load chart archive: " + error.Message, error)
            {
                Target = name,
                Recommendation = error.Recommendation,
            };
        }

        ChartFile chartfile = files.Find(static file => file.Name == "Chart.yaml")
            ?? throw new ChartException("Chart.Incomplete", ErrorKind.InvalidData, "unable to detect chart version, no Chart.yaml found")
            {
                Target = name,
                Recommendation = "Pack the chart's folder as a whole, as helm package does.",
            };
        CheckApiVersion(chartfile.Data, name);
        return Assemble(files, budget, name, cancellationToken);
    }

    private Chart Assemble(List<ChartFile> files, ChartBudget budget, string target, CancellationToken cancellationToken)
    {
        try
        {
            return new ChartAssembler(budget, _logger, cancellationToken).Assemble(files);
        }
        catch (ChartException error)
        {
            throw Retarget(error, target);
        }
    }
}
