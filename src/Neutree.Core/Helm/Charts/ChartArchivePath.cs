namespace Neutree.Core.Helm.Charts;

/// <summary>Where an archive's entry belongs in the chart: its one root folder falls away, and nothing may lead out of it (Helm 4.1 <c>chart/loader/archive</c>).</summary>
internal static class ChartArchivePath
{
    /// <returns>The path within the chart, with <c>/</c>.</returns>
    /// <exception cref="ChartException">The path is absolute, leads outside, or stands in no root folder.</exception>
    public static string Resolve(string entry)
    {
        // Archives made on Windows may separate with backslashes.
        char separator = entry.Contains('\\') ? '\\' : '/';
        int rootEnd = entry.IndexOf(separator);
        string root = rootEnd < 0 ? entry : entry[..rootEnd];
        string below = rootEnd < 0 ? "" : entry[(rootEnd + 1)..].Replace(separator, '/');
        if (below.StartsWith('/'))
        {
            throw Illegal("chart illegally contains absolute paths", entry);
        }

        string path = Clean(below);
        return path == "." ? throw Illegal($"chart illegally contains content outside the base directory: {ChartText.Quote(entry)}", entry)
            : path.StartsWith("..", StringComparison.Ordinal) ? throw Illegal("chart illegally references parent directory", entry)
            : path.Length >= 3 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] == '/' ? throw Illegal("chart contains illegally named files", entry)
            : root == "Chart.yaml" ? throw Illegal("chart yaml not in base directory", entry)
            : path;
    }

    /// <summary>The shortest form of a relative path (Go <c>path.Clean</c>).</summary>
    private static string Clean(string path)
    {
        if (!path.StartsWith('.') && !path.EndsWith('/') && !path.Contains("/.", StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal))
        {
            return path.Length == 0 ? "." : path;
        }

        List<string> segments = [];
        foreach (string segment in path.Split('/'))
        {
            if (segment is "" or ".")
            {
                continue;
            }

            if (segment == ".." && segments.Count > 0 && segments[^1] != "..")
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else
            {
                segments.Add(segment);
            }
        }

        return segments.Count == 0 ? "." : string.Join('/', segments);
    }

    private static ChartException Illegal(string message, string entry) => new("Chart.IllegalPath", ErrorKind.InvalidData, message)
    {
        Target = entry,
        Recommendation = "Pack the chart's folder as a whole, as helm package does.",
    };
}
