using Microsoft.Extensions.Logging;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Makes a chart, and the charts inside it, of its files (Helm 4.1 <c>loader.LoadFiles</c>).</summary>
internal sealed class ChartAssembler(ChartBudget budget, ILogger logger, CancellationToken cancellationToken)
{
    private const string ChartsFolder = "charts/";

    /// <exception cref="ChartException">A file can't be read as what it is, or a rule for charts is broken.</exception>
    public Chart Assemble(IReadOnlyList<ChartFile> files) => Assemble(files, depth: 0);

    private static ChartMetadata? ReadChartfile(IReadOnlyList<ChartFile> files)
    {
        ChartMetadata? metadata = null;
        foreach (ChartFile file in files)
        {
            if (file.Name == "Chart.yaml")
            {
                metadata = Parse(file, data => ChartfileReader.Read(data, metadata ?? new ChartMetadata()));

                // Charts from before apiVersion have none.
                metadata = metadata.ApiVersion.Length == 0 ? metadata with { ApiVersion = "v1" } : metadata;
            }
        }

        return metadata;
    }

    private static T Parse<T>(ChartFile file, Func<GoString, T> read)
    {
        try
        {
            return read(file.Data);
        }
        catch (GoException error)
        {
            throw new ChartException("Chart.InvalidFile", ErrorKind.InvalidData, $"cannot load {file.Name}: {error.Message}", error)
            {
                Target = file.Name,
                Recommendation = $"Correct {file.Name} in the chart.",
            };
        }
    }

    private Chart Assemble(IReadOnlyList<ChartFile> files, int depth)
    {
        cancellationToken.ThrowIfCancellationRequested();
        budget.CheckNesting(depth);
        ChartMetadata? metadata = ReadChartfile(files);
        ChartLock? locked = null;
        GoMap values = new();
        GoString? schema = null;
        List<ChartFile> templates = [];
        List<ChartFile> others = [];
        SortedDictionary<string, List<ChartFile>> inner = new(StringComparer.Ordinal);
        foreach (ChartFile file in files)
        {
            switch (file.Name)
            {
                case "Chart.yaml":
                    break;
                case "Chart.lock":
                    locked = Parse(file, ChartLockReader.Read);
                    break;
                case "values.yaml":
                    values = Parse(file, ChartValuesReader.Read);
                    break;
                case "values.schema.json":
                    schema = file.Data;
                    break;
                case "requirements.yaml":
                    WarnOfOldFile(metadata, "Dependencies are handled in Chart.yaml since apiVersion \"v2\". We recommend migrating dependencies to Chart.yaml.");
                    metadata = Parse(file, data => ChartfileReader.Read(data, metadata ?? new ChartMetadata()));
                    AddIfV1(file, metadata, others);
                    break;
                case "requirements.lock":
                    locked = Parse(file, ChartLockReader.Read);
                    WarnOfOldFile(metadata, "Dependency locking is handled in Chart.lock since apiVersion \"v2\". We recommend migrating to Chart.lock.");
                    AddIfV1(file, metadata, others);
                    break;
                default:
                    Sort(file, templates, others, inner);
                    break;
            }
        }

        Chart chart = new()
        {
            Metadata = ChartMetadataRules.Apply(metadata ?? throw MissingChartfile()),
            Templates = templates,
            Values = values,
            Schema = schema,
            Files = others,
            RawFiles = files,
            Lock = locked,
        };
        foreach ((string name, List<ChartFile> parts) in inner)
        {
            if (name.Length > 0 && name[0] is not ('_' or '.'))
            {
                chart.AddDependency(AssembleInner(chart.Name, name, parts, depth + 1));
            }
        }

        return chart;
    }

    private Chart AssembleInner(string parent, string name, List<ChartFile> files, int depth)
    {
        bool isArchive = name.EndsWith(".tgz", StringComparison.Ordinal);
        if (isArchive && files[0].Name != name)
        {
            throw Unpacking($"error unpacking subchart tar in {parent}: expected {name}, got {files[0].Name}", inner: null);
        }

        try
        {
            return isArchive ? Assemble(Unpack(files[0], depth), depth) : Assemble([.. Below(name, files)], depth);
        }
        catch (ChartException error)
        {
            throw Unpacking($"error unpacking subchart {name} in {parent}: {error.Message}", error);
        }
    }

    private List<ChartFile> Unpack(ChartFile archive, int depth)
    {
        budget.CheckNesting(depth);
        using MemoryStream stream = new(archive.Data.Span.ToArray(), writable: false);
        return ChartArchive.Read(stream, budget, cancellationToken);
    }

    /// <summary>A chart's files named as within it; a file beside the folders of charts belongs to none.</summary>
    private IEnumerable<ChartFile> Below(string folder, List<ChartFile> files)
    {
        foreach (ChartFile file in files)
        {
            // Names are made anew for each level of charts; long ones of deep levels would fill the memory.
            budget.TakeBytes(2 * sizeof(char) * (long)file.Name.Length);
            if (file.Name.Contains('/'))
            {
                yield return file with { Name = file.Name[(folder.Length + 1)..] };
            }
        }
    }

    private static ChartException Unpacking(string message, ChartException? inner) =>
        new("Chart.InvalidSubchart", inner?.Kind ?? ErrorKind.InvalidData, message, inner)
        {
            Recommendation = inner?.Recommendation ?? "Keep each chart in charts/ in a folder or an archive of its own.",
        };

    private static void Sort(ChartFile file, List<ChartFile> templates, List<ChartFile> others, SortedDictionary<string, List<ChartFile>> inner)
    {
        if (file.Name.StartsWith("templates/", StringComparison.Ordinal))
        {
            templates.Add(file);
        }
        else if (!file.Name.StartsWith(ChartsFolder, StringComparison.Ordinal) || file.Name.EndsWith(".prov", StringComparison.Ordinal))
        {
            others.Add(file);
        }
        else
        {
            string below = file.Name[ChartsFolder.Length..];
            int slash = below.IndexOf('/');
            string name = slash < 0 ? below : below[..slash];
            if (!inner.TryGetValue(name, out List<ChartFile>? files))
            {
                inner[name] = files = [];
            }

            files.Add(file with { Name = below });
        }
    }

    private static void AddIfV1(ChartFile file, ChartMetadata? metadata, List<ChartFile> others)
    {
        if (metadata?.ApiVersion == "v1")
        {
            others.Add(file);
        }
    }

    private static ChartException MissingChartfile() => new("Chart.Incomplete", ErrorKind.InvalidData, "Chart.yaml file is missing")
    {
        Recommendation = "A chart has a Chart.yaml with its name and version in its root folder.",
    };

    private void WarnOfOldFile(ChartMetadata? metadata, string warning)
    {
        if (metadata?.ApiVersion != "v1")
        {
            logger.LogWarning("{Warning}", warning);
        }
    }
}
