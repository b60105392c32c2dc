using Neutree.Core.Compose;

namespace Neutree.Core.Packages.Finding;

/// <summary>The images of a compose file's services.</summary>
internal static class ComposeImages
{
    private const string TemplateMark = "{{";
    private const string VariablesFile = ".env";

    /// <param name="path">The file's full path.</param>
    /// <param name="templates">Renders it where it is a template.</param>
    /// <param name="version">The version of Neutree's own images.</param>
    /// <param name="images">Gets the images.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">The file can't be read or rendered, or is no compose file.</exception>
    public static void Add(string path, IComposeTemplates? templates, string? version, ImageCollection images, CancellationToken cancellationToken)
    {
        ComposeProject project = new(file =>
        {
            string text = Read(file);
            return text.Contains(TemplateMark, StringComparison.Ordinal) && templates is not null ? templates.Render(file, text, version, cancellationToken) : text;
        });
        string beside = Path.Combine(Path.GetDirectoryName(path)!, VariablesFile);
        IReadOnlyDictionary<string, string> variables = File.Exists(beside)
            ? ComposeEnvironmentFile.Parse(Read(beside), Environment.GetEnvironmentVariable)
            : new Dictionary<string, string>();
        foreach ((string service, string image, string field, string file) in project.ReadImages(path))
        {
            images.Add(
                ComposeVariables.Expand(image, name => Environment.GetEnvironmentVariable(name) ?? variables.GetValueOrDefault(name)),
                new ImageReason
                {
                    Kind = ImageReasonKind.Service,
                    Resource = $"service {service}",
                    Path = field,
                    Source = $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}",
                });
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("Package.ComposeFileUnreadable", ErrorKind.NotFound, $"the compose file {path} can't be read: {error.Message}", error)
            {
                Target = path,
                Recommendation = "Check the path.",
            };
        }
    }
}
