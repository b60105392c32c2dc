using System.Globalization;
using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Manifests;

/// <summary>A template rendered to something that is no YAML document. The message is helm's; what to do names the place in the rendered file.</summary>
public sealed class InvalidManifestException : NeutreeException
{
    private const int LongestExcerpt = 100;

    /// <param name="path">The template's path.</param>
    /// <param name="file">What the template rendered to.</param>
    /// <param name="document">The document that can't be read, a part of it.</param>
    /// <param name="reason">Why, and at which of the document's lines.</param>
    /// <param name="rendered">All that was rendered.</param>
    internal InvalidManifestException(string path, GoString file, GoString document, YamlException reason, GoString rendered)
        : base("Chart.InvalidManifest", ErrorKind.InvalidData, $"YAML parse error on {path}: {reason.Message}", reason)
    {
        Target = path;
        Rendered = rendered;
        int start = Math.Max(0, file.Span.IndexOf(document.Span));
        Line = reason.Line > 0 ? file.Span[..start].Count((byte)'\n') + reason.Line : 0;
        Recommendation = Line == 0
            ? "Correct the template or the value that it prints; use -Debug to see what was rendered."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Correct the template or the value that it prints: line {Line} of what it rendered to is '{Excerpt(file, Line)}'; use -Debug to see all of it.");
    }

    /// <summary>All files as they were rendered, each below a line with its source.</summary>
    public GoString Rendered { get; }

    /// <summary>The line, from 1, of what the template rendered to; 0 where it isn't known.</summary>
    public int Line { get; }

    private static string Excerpt(GoString file, int line)
    {
        string text = file.ToString().Split('\n').ElementAtOrDefault(line - 1)?.Trim() ?? "";
        return text.Length <= LongestExcerpt ? text : text[..LongestExcerpt] + "…";
    }
}
