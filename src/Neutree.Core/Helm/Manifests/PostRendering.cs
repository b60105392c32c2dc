using System.Globalization;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Manifests;

/// <summary>
/// Hands rendered files to a post-renderer as one stream and divides what comes back into files again. Documents are read and written
/// anew on the way, so comments and the order of keys don't survive.
/// </summary>
internal static class PostRendering
{
    private const string FileAnnotation = "postrenderer.helm.sh/postrender-filename";

    /// <exception cref="ChartException">A document can't be read, or nothing came back.</exception>
    public static async Task<SortedDictionary<string, GoString>> RunAsync(
        IManifestPostRenderer renderer, SortedDictionary<string, GoString> files, CancellationToken cancellationToken)
    {
        GoString changed = await renderer.RunAsync(Merge(files), cancellationToken).ConfigureAwait(false);
        if (ManifestDocuments.Trim(changed.Span).IsEmpty)
        {
            throw Failure("the post-renderer produced empty output", target: null);
        }

        return Divide(changed);
    }

    private static GoString Merge(SortedDictionary<string, GoString> files)
    {
        GoStringBuilder stream = new();
        foreach ((string path, GoString text) in files)
        {
            foreach (GoString document in ManifestDocuments.Split(text))
            {
                if (Read(document, path) is GoMap resource)
                {
                    Annotations(resource, create: true)![FileAnnotation] = (GoString)path;
                    AppendDocument(stream, resource);
                }
            }
        }

        return stream.ToGoString();
    }

    private static SortedDictionary<string, GoString> Divide(GoString stream)
    {
        SortedDictionary<string, GoStringBuilder> files = new(StringComparer.Ordinal);
        int count = 0;
        foreach (GoString document in ManifestDocuments.Split(stream))
        {
            if (Read(document, "the post-renderer's output") is not GoMap resource)
            {
                continue;
            }

            string path = Path(resource) ?? string.Create(CultureInfo.InvariantCulture, $"generated-by-postrender-{count}.yaml");
            count++;
            if (!files.TryGetValue(path, out GoStringBuilder? file))
            {
                files[path] = file = new GoStringBuilder();
            }

            AppendDocument(file, resource);
        }

        SortedDictionary<string, GoString> texts = new(StringComparer.Ordinal);
        foreach ((string path, GoStringBuilder file) in files)
        {
            texts[path] = file.ToGoString();
        }

        return texts;
    }

    private static void AppendDocument(GoStringBuilder stream, GoMap resource)
    {
        if (stream.Length > 0)
        {
            stream.Append("---\n"u8);
        }

        stream.Append(YamlWriter.Write(resource));
    }

    /// <summary>The file a document belongs to; takes the annotation out.</summary>
    private static string? Path(GoMap resource)
    {
        if (Annotations(resource, create: false) is not { } annotations || annotations[FileAnnotation] is not GoString path)
        {
            return null;
        }

        annotations.Remove(FileAnnotation);
        if (annotations.Count == 0)
        {
            ((GoMap)resource["metadata"]!).Remove("annotations");
        }

        return path.ToString();
    }

    private static GoMap? Annotations(GoMap resource, bool create)
    {
        GoMap? map = resource;
        foreach (string key in (ReadOnlySpan<string>)["metadata", "annotations"])
        {
            GoMap? inner = map[key] as GoMap;
            if (inner is null && create)
            {
                inner = new GoMap();
                map[key] = inner;
            }

            map = inner;
            if (map is null)
            {
                return null;
            }
        }

        return map;
    }

    private static object? Read(GoString document, string path)
    {
        try
        {
            return YamlReader.Read(document);
        }
        catch (YamlException e)
        {
            throw Failure($"parsing {path}: {e.Message}", path, e);
        }
    }

    private static ChartException Failure(string message, string? target, Exception? inner = null) =>
        new("Chart.PostRenderFailed", ErrorKind.InvalidData, $"error while running post render on files: {message}", inner)
        {
            Target = target,
            Recommendation = "Run the post-renderer by hand on the chart's output to see what it makes of it.",
        };
}
