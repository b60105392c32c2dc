using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Manifests;

/// <summary>The text that <c>helm template</c> prints: CRDs if wanted, resources, then hooks, each below a line with its source.</summary>
public static class ManifestText
{
    private static readonly byte[] SourceComment = "# Source: "u8.ToArray();

    /// <summary>What is printed for a rendered chart.</summary>
    /// <param name="chart">The rendered chart.</param>
    /// <param name="showOnly">Only documents of these templates: paths within the chart, wildcards as in Go's <c>filepath.Match</c>.</param>
    /// <exception cref="ChartException">No document comes from one of <paramref name="showOnly"/>.</exception>
    public static GoString Of(RenderedChart chart, IReadOnlyList<string> showOnly)
    {
        GoStringBuilder text = new(64 * 1024);
        foreach (ChartFile crd in chart.Crds)
        {
            Append(text, crd.Name, crd.Data.Span);
        }

        foreach (ChartResource resource in chart.Resources)
        {
            Append(text, resource);
        }

        GoStringBuilder whole = new(text.Length + 1);
        whole.Append(ManifestDocuments.Trim(text.Written)).Append((byte)'\n');
        foreach (ChartResource hook in chart.Hooks)
        {
            Append(whole, hook);
        }

        return showOnly.Count == 0 ? whole.ToGoString() : Only(whole.ToGoString(), showOnly);
    }

    /// <summary>What a release's record holds as its manifest: the resources without hooks and CRDs.</summary>
    internal static GoString OfResources(IReadOnlyList<ChartResource> resources)
    {
        GoStringBuilder text = new(64 * 1024);
        foreach (ChartResource resource in resources)
        {
            Append(text, resource);
        }

        return text.ToGoString();
    }

    /// <summary>Rendered files as they are, for a look at one that is no YAML.</summary>
    internal static GoString OfFiles(SortedDictionary<string, GoString> files)
    {
        GoStringBuilder text = new();
        foreach ((string path, GoString content) in files)
        {
            if (!ManifestDocuments.Trim(content.Span).IsEmpty)
            {
                Append(text, path, content.Span);
            }
        }

        return text.ToGoString();
    }

    private static void Append(GoStringBuilder text, ChartResource resource)
    {
        text.Append("---\n# Source: "u8).AppendText(resource.Source).Append((byte)'\n').AppendText(resource.Yaml).Append((byte)'\n');
    }

    private static void Append(GoStringBuilder text, string source, ReadOnlySpan<byte> content) =>
        text.Append("---\n# Source: "u8).AppendText(source).Append((byte)'\n').Append(content).Append((byte)'\n');

    private static GoString Only(GoString whole, IReadOnlyList<string> wanted)
    {
        List<(string Path, GoString Document)> documents = [];
        foreach (GoString document in ManifestDocuments.Split(whole))
        {
            if (PathWithinChart(document) is { } path)
            {
                documents.Add((path, document));
            }
        }

        GoStringBuilder text = new();
        foreach ((_, GoString document) in TemplateSelection.Select(documents, static document => document.Path, wanted))
        {
            text.Append("---\n"u8).Append(document).Append((byte)'\n');
        }

        return text.ToGoString();
    }

    /// <summary>What follows the chart's name in the first line that names a source.</summary>
    private static string? PathWithinChart(GoString document)
    {
        ReadOnlySpan<byte> rest = document.Span;
        while (rest.IndexOf(SourceComment) is >= 0 and int at)
        {
            rest = rest[(at + SourceComment.Length)..];
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            int slash = line.IndexOf((byte)'/');
            if (slash > 0 && slash + 1 < line.Length)
            {
                return Encoding.UTF8.GetString(line[(slash + 1)..]);
            }
        }

        return null;
    }
}
