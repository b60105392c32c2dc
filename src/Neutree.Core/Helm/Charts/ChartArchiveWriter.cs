using System.IO.Compression;
using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Tar;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Charts;

/// <summary>
/// Writes a chart as Helm packs it (Helm 4.1 <c>chart/v2/util.Save</c>): the same entries in the same order, charts inside unpacked.
/// Unlike Helm's, the bytes depend on nothing but the chart and the time given.
/// </summary>
internal sealed class ChartArchiveWriter
{
    private readonly Stream _tar;
    private readonly long _unixSeconds;

    private ChartArchiveWriter(Stream tar, long unixSeconds)
    {
        _tar = tar;
        _unixSeconds = unixSeconds;
    }

    /// <summary>The archive's bytes.</summary>
    /// <param name="chart">A chart that was loaded.</param>
    /// <param name="modifiedAt">The time all entries get.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ChartException">values.schema.json is no JSON.</exception>
    public static byte[] Write(Chart chart, DateTimeOffset modifiedAt, CancellationToken cancellationToken)
    {
        using MemoryStream archive = new();
        using (GZipStream zipped = new(archive, CompressionLevel.Optimal, leaveOpen: true))
        {
            new ChartArchiveWriter(zipped, modifiedAt.ToUnixTimeSeconds()).WriteChart(chart, "", cancellationToken);

            // Two empty blocks end a tar.
            zipped.Write(new byte[2 * TarHeader.BlockSize]);
        }

        return archive.ToArray();
    }

    private static void CheckSchema(Chart chart)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(chart.Schema!.Memory);
        }
        catch (JsonException error)
        {
            throw new ChartException("Chart.InvalidFile", ErrorKind.InvalidData, $"invalid JSON in values.schema.json: {error.Message}", error)
            {
                Target = chart.FullPath,
                Recommendation = "Correct values.schema.json in the chart.",
            };
        }
    }

    private void WriteChart(Chart chart, string prefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string folder = prefix + chart.Name + "/";

        // Charts of v1 have their dependencies in requirements.yaml, which is one of their files.
        bool isV1 = chart.Metadata.ApiVersion == "v1";
        WriteFile(folder + "Chart.yaml", YamlWriter.Write(ChartObject.From(chart.Metadata, withDependencies: !isV1).ToMap()));
        if (chart.Metadata.ApiVersion == "v2" && chart.Lock is { } locked)
        {
            WriteFile(folder + "Chart.lock", YamlWriter.Write(ChartObject.From(locked).ToMap()));
        }

        WriteFiles(folder, chart.RawFiles.Where(static file => file.Name == "values.yaml"));
        if (chart.Schema is { } schema)
        {
            CheckSchema(chart);
            WriteFile(folder + "values.schema.json", schema);
        }

        WriteFiles(folder, chart.Templates);
        WriteFiles(folder, chart.Files);
        foreach (Chart dependency in chart.Dependencies)
        {
            WriteChart(dependency, folder + "charts/", cancellationToken);
        }
    }

    private void WriteFiles(string folder, IEnumerable<ChartFile> files)
    {
        foreach (ChartFile file in files)
        {
            WriteFile(folder + file.Name, file.Data);
        }
    }

    private void WriteFile(string name, GoString content)
    {
        _tar.Write(TarHeaderWriter.Create(name, content.Length, _unixSeconds));
        _tar.Write(content.Span);
        _tar.Write(new byte[TarHeader.Padded(content.Length) - content.Length]);
    }
}
