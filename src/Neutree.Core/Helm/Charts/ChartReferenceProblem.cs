namespace Neutree.Core.Helm.Charts;

/// <summary>What is wrong with a reference to a chart, and what to do about it.</summary>
internal static class ChartReferenceProblem
{
    /// <summary>A reference that is no path of this machine and no OCI reference.</summary>
    public static ChartException Describe(string reference)
    {
        if (reference.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || reference.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return Refused(reference, $"chart {reference} is a web address, which is not opened", "Download the file and give its path, or use an oci:// reference.");
        }

        bool isPath = Path.IsPathRooted(reference) || reference.StartsWith('.') || reference.EndsWith(".tgz", StringComparison.Ordinal);
        return isPath || !reference.Contains('/')
            ? new ChartException("Chart.NotFound", ErrorKind.NotFound, $"path {ChartText.Quote(reference)} not found")
            {
                Target = reference,
                Recommendation = "Give the path of a chart's folder or .tgz file, or an oci:// reference.",
            }
            : Refused(
                reference,
                $"repo {reference[..reference.IndexOf('/')]} not found: {reference} is no path, and chart repositories are not used",
                "Download the chart (helm pull) and give the file's path, or use an oci:// reference.");
    }

    public static ChartException NoFetcher(string reference) => Refused(
        reference, $"unable to lookup chart {ChartText.Quote(reference)}, missing registry client", "Give the path of a chart's folder or .tgz file.");

    /// <param name="path">The file.</param>
    /// <param name="contentType">What it seems to be.</param>
    public static ChartException NoArchive(string path, string contentType)
    {
        bool isYaml = path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal);
        return new ChartException(
            "Chart.NoArchive",
            ErrorKind.InvalidData,
            isYaml
                ? $"file '{path}' seems to be a YAML file, but expected a gzipped archive"
                : $"file '{path}' does not appear to be a gzipped archive; got '{contentType}'")
        {
            Target = path,
            Recommendation = "Give a chart's folder, or the .tgz file that helm package makes.",
        };
    }

    private static ChartException Refused(string reference, string message, string recommendation) =>
        new("Chart.UnsupportedReference", ErrorKind.NotSupported, message) { Target = reference, Recommendation = recommendation };
}
