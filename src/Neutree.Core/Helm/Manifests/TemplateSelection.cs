using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Manifests;

/// <summary>Picks documents by the templates they come from, as <c>--show-only</c> does.</summary>
internal static class TemplateSelection
{
    /// <summary>The documents that each pattern matches, pattern by pattern; one that two match comes twice.</summary>
    /// <param name="documents">All documents.</param>
    /// <param name="path">A document's path within its chart.</param>
    /// <param name="patterns">Paths with wildcards as in Go's <c>filepath.Match</c>.</param>
    /// <exception cref="ChartException">A pattern matches no document, as a malformed one doesn't either.</exception>
    public static IReadOnlyList<T> Select<T>(IReadOnlyList<T> documents, Func<T, string> path, IReadOnlyList<string> patterns)
    {
        List<T> selected = [];
        foreach (string pattern in patterns.Select(static pattern => OperatingSystem.IsWindows() ? pattern.Replace('\\', '/') : pattern))
        {
            int before = selected.Count;
            if (Parse(pattern) is { } parsed)
            {
                selected.AddRange(documents.Where(document => parsed.IsMatch(path(document))));
            }

            if (selected.Count == before)
            {
                throw new ChartException("Chart.TemplateNotFound", ErrorKind.NotFound, $"could not find template {pattern} in chart")
                {
                    Target = pattern,
                    Recommendation = "Give a path such as templates/service.yaml; a template that renders to nothing can't be shown.",
                };
            }
        }

        return selected;
    }

    private static PathPattern? Parse(string pattern)
    {
        try
        {
            return PathPattern.Parse(pattern);
        }
        catch (GoException)
        {
            return null;
        }
    }
}
