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
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        List<(string Source, string Text)> documents = [.. Documents(chart, showOnly)];
        ILookup<string, string> texts = documents.ToLookup(
            static document => document.Source, static document => $"---\n# Source: {document.Source}\n{document.Text}\n", StringComparer.Ordinal);
        HashSet<string> written = new(StringComparer.Ordinal);
        foreach ((string source, _) in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (written.Add(source))
            {
                string path = Path.GetFullPath(Path.Join(root, source));
                if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    throw Outside(source);
                }

                await WriteAsync(root, source, path, texts[source], cancellationToken).ConfigureAwait(false);
            }

            yield return $"{folder}{Path.DirectorySeparatorChar}{source}";
        }
    }

    // A file of CRDs is written whole, as it stands in the chart.
    private static IEnumerable<(string Source, string Text)> Documents(RenderedChart chart, IReadOnlyList<string> showOnly) =>
        showOnly.Count > 0
            ? RenderedResources.Of(chart, showOnly).Select(static resource => (resource.Source, resource.Yaml))
            : chart.Crds.Select(static crd => (crd.Name, crd.Data.ToString()))
                .Concat(chart.Resources.Concat(chart.Hooks).Select(static resource => (resource.Source, resource.Yaml)));

    // What lies under the file's name, a link or a pipe maybe, is replaced and not written through; the file is never there by half.
    private async Task WriteAsync(string root, string source, string path, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            string place = Path.GetDirectoryName(path)!;
            MakeFolders(root, place, source);
            string aside = Path.Join(place, $".{Path.GetRandomFileName()}");
            try
            {
                await using (StreamWriter writer = new(aside, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
                {
                    foreach (string text in texts)
                    {
                        await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
                    }
                }

                File.Move(aside, path, overwrite: true);
            }
            finally
            {
                File.Delete(aside);
            }
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

    /// <exception cref="ChartException">One of the folders is a link that leads outside.</exception>
    private void MakeFolders(string root, string place, string source)
    {
        string real = Directory.CreateDirectory(root).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? root;
        string current = root;
        foreach (string name in Path.GetRelativePath(root, place).Split(Path.DirectorySeparatorChar))
        {
            current = Path.Join(current, name);
            if (Directory.CreateDirectory(current).ResolveLinkTarget(returnFinalTarget: true) is { } target
                && !(target.FullName + Path.DirectorySeparatorChar).StartsWith(real + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw Outside(source);
            }
        }
    }

    private ChartException Outside(string source) => new("Chart.PathOutsideFolder", ErrorKind.InvalidData, $"{source} leads out of {folder}")
    {
        Target = source,
        Recommendation = "Give an empty folder; if it was empty, don't trust the chart, and get it again from where it was published.",
    };
}
