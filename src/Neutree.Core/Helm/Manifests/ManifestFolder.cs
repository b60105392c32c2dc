using System.Runtime.CompilerServices;
using System.Text;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Manifests;

/// <summary>Writes what a chart renders to as files, each where its template lies in the chart.</summary>
/// <param name="folder">Gets the files; it is made where there is none.</param>
public sealed class ManifestFolder(string folder)
{
    /// <summary>Writes the files anew. Documents of one template go into one file.</summary>
    /// <param name="chart">The rendered chart.</param>
    /// <param name="showOnly">Only documents of these templates; empty means all.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The path of the file for each document, as soon as it is written.</returns>
    /// <exception cref="ChartException">A file would lie outside the folder or can't be written.</exception>
    public async IAsyncEnumerable<string> WriteAsync(
        RenderedChart chart, IReadOnlyList<string> showOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string root = Path.GetFullPath(folder);
        HashSet<string> written = new(StringComparer.Ordinal);
        foreach ((string source, string text) in Documents(chart, showOnly))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = Path.GetFullPath(Path.Join(root, source));
            if (!path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new ChartException("Chart.PathOutsideFolder", ErrorKind.InvalidData, $"{source} leads out of {folder}")
                {
                    Target = source,
                    Recommendation = "Don't trust the chart; get it again from where it was published.",
                };
            }

            await WriteAsync(path, $"---\n# Source: {source}\n{text}\n", append: !written.Add(path), cancellationToken).ConfigureAwait(false);
            yield return $"{folder}{Path.DirectorySeparatorChar}{source}";
        }
    }

    // A file of CRDs is written whole, as it stands in the chart.
    private static IEnumerable<(string Source, string Text)> Documents(RenderedChart chart, IReadOnlyList<string> showOnly) =>
        showOnly.Count > 0
            ? RenderedResources.Of(chart, showOnly).Select(static resource => (resource.Source, resource.Yaml))
            : chart.Crds.Select(static crd => (crd.Name, crd.Data.ToString()))
                .Concat(chart.Resources.Concat(chart.Hooks).Select(static resource => (resource.Source, resource.Yaml)));

    private static async Task WriteAsync(string path, string text, bool append, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using StreamWriter writer = new(path, append, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ChartException("Chart.WriteFailed", ErrorKind.WriteFailed, $"writing {path} failed: {error.Message}", error)
            {
                Target = path,
                Recommendation = "Give a folder that can be written to.",
            };
        }
    }
}
