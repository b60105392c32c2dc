using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Neutree.Core.Versions;

namespace Neutree.Core.Helm.Charts;

/// <summary>Packs a chart's folder into <c>NAME-VERSION.tgz</c>, as <c>helm package</c> does, reproducibly.</summary>
public sealed class ChartPackager
{
    private readonly ILogger? _logger;
    private readonly Func<string, string?> _environment;

    /// <param name="logger">Hears of links that were followed and of files that are out of date.</param>
    public ChartPackager(ILogger? logger = null)
        : this(Environment.GetEnvironmentVariable, logger)
    {
    }

    internal ChartPackager(Func<string, string?> environment, ILogger? logger = null)
    {
        _environment = environment;
        _logger = logger;
    }

    /// <summary>Packs a chart. The archive appears under its name only when it is complete; one that is there is replaced.</summary>
    /// <exception cref="ChartException">The chart can't be loaded, lacks a dependency, or can't be written.</exception>
    public async Task<ChartPackage> PackAsync(ChartPackageOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Directory.Exists(options.Chart))
        {
            throw new ChartException("Chart.NotFound", ErrorKind.NotFound, $"path {ChartText.Quote(options.Chart)} is no folder")
            {
                Target = options.Chart,
                Recommendation = "Give the chart's folder, the one that has its Chart.yaml.",
            };
        }

        Chart chart = await new ChartLoader(fetcher: null, _logger).LoadAsync(options.Chart, version: null, cancellationToken).ConfigureAwait(false);
        chart.Metadata = WithVersions(chart.Metadata, options);
        ChartDependencyCheck.RequireAll(chart);
        byte[] archive = ChartArchiveWriter.Write(chart, TimeOf(chart, options), cancellationToken);
        string path = Path.Combine(Path.GetFullPath(options.Destination), $"{Path.GetFileName(chart.Name)}-{chart.Metadata.Version}.tgz");
        await WriteAsync(path, archive, cancellationToken).ConfigureAwait(false);
        return new ChartPackage(path, chart.Metadata, archive.Length, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(archive)));
    }

    private static ChartMetadata WithVersions(ChartMetadata metadata, ChartPackageOptions options)
    {
        if (options.Version is { Length: > 0 } version)
        {
            if (!SemanticVersion.TryParse(version, out _))
            {
                throw new ChartException("Chart.InvalidVersion", ErrorKind.InvalidArgument, $"version {ChartText.Quote(version)} is no semantic version")
                {
                    Target = version,
                    Recommendation = "Give a version such as 1.2.3 or 1.2.3-rc.1+build.5.",
                };
            }

            metadata = metadata with { Version = version };
        }

        return options.AppVersion is { Length: > 0 } appVersion ? metadata with { AppVersion = appVersion } : metadata;
    }

    private DateTimeOffset TimeOf(Chart chart, ChartPackageOptions options) =>
        options.ModifiedAt
        ?? (long.TryParse(_environment("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
            : chart.RawFiles.Max(static file => file.ModifiedAt));

    private static async Task WriteAsync(string path, byte[] archive, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(path)!;
        string aside = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(folder);
            try
            {
                await File.WriteAllBytesAsync(aside, archive, cancellationToken).ConfigureAwait(false);
                File.Move(aside, path, overwrite: true);
            }
            finally
            {
                File.Delete(aside);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ChartException("Chart.WriteFailed", ErrorKind.WriteFailed, $"writing {path} failed: {error.Message}", error) { Target = path };
        }
    }
}
