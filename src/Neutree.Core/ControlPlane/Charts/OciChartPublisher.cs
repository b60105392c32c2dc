using System.Globalization;
using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Oci.Charts;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.ControlPlane.Charts;

/// <summary>Puts packed charts into a registry, as <c>helm push</c> does.</summary>
/// <param name="options">How the registry is reached.</param>
/// <param name="logger">Gets warnings of the registry and retries.</param>
public sealed class OciChartPublisher(RegistryOptions options, ILogger? logger = null)
{
    /// <summary>Puts a chart below a path, under its own name and version.</summary>
    /// <param name="archivePath">The <c>.tgz</c> file; its time becomes the artifact's.</param>
    /// <param name="target"><c>oci://registry/path</c>.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <exception cref="ChartException">The file is no chart's archive.</exception>
    /// <exception cref="RegistryException">The registry can't be reached, or doesn't take it.</exception>
    public async Task<PublishedChart> PublishAsync(string archivePath, string target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        byte[] archive = await ReadAsync(archivePath, cancellationToken).ConfigureAwait(false);
        ChartMetadata metadata = new ChartLoader(fetcher: null, logger).LoadArchive(archive, archivePath, cancellationToken).Metadata;
        ChartReference reference = ChartReference.Parse($"{target.TrimEnd('/')}/{metadata.Name}:{metadata.Version}");
        ChartArtifact artifact = new(archive, ChartJson.Write(ChartObject.From(metadata, withDependencies: true)).Memory, Annotate(metadata, File.GetLastWriteTimeUtc(archivePath)));
        RegistryClient client = new(reference.Registry, options, logger);
        await using (client.ConfigureAwait(false))
        {
            return new PublishedChart(reference, await new ChartPusher(client).PushAsync(reference, artifact, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>The manifest's annotations: the chart's own, except for name and version (Helm 4.1 <c>registry.generateOCIAnnotations</c>).</summary>
    internal static IReadOnlyDictionary<string, string> Annotate(ChartMetadata metadata, DateTimeOffset createdAt)
    {
        const string prefix = "org.opencontainers.image.";
        SortedDictionary<string, string> annotations = new(StringComparer.Ordinal);
        foreach ((string key, string value) in metadata.Annotations)
        {
            annotations[key] = value;
        }

        (string Name, string Value)[] known =
        [
            ("description", metadata.Description),
            ("url", metadata.Home),
            ("created", createdAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("source", metadata.Sources.Count > 0 ? metadata.Sources[0] : ""),
            ("authors", string.Join(", ", metadata.Maintainers.Select(static person => person.Name + (person.Email.Length > 0 ? $" ({person.Email})" : "")))),
        ];
        foreach ((string name, string value) in known.Where(static pair => !string.IsNullOrWhiteSpace(pair.Value)))
        {
            annotations.TryAdd(prefix + name, value);
        }

        annotations[prefix + "title"] = metadata.Name;
        annotations[prefix + "version"] = metadata.Version;
        return annotations;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ChartException("Chart.Unreadable", ErrorKind.NotFound, $"file '{path}' cannot be read: {error.Message}", error)
            {
                Target = path,
                Recommendation = "Give the .tgz file of a packed chart.",
            };
        }
    }
}
