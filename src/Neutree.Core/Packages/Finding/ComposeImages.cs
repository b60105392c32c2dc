using Neutree.Core.Compose;

namespace Neutree.Core.Packages.Finding;

/// <summary>The images of a compose file's services.</summary>
internal static class ComposeImages
{
    private const string TemplateMark = "{{";

    /// <param name="path">The file's full path.</param>
    /// <param name="templates">Renders it where it is a template.</param>
    /// <param name="version">The version of Neutree's own images.</param>
    /// <param name="images">Gets the images.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">The file can't be read or rendered, or is no compose file.</exception>
    public static async Task AddAsync(string path, IComposeTemplates? templates, string? version, ImageCollection images, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("Package.ComposeFileUnreadable", ErrorKind.NotFound, $"the compose file {path} can't be read: {error.Message}", error)
            {
                Target = path,
                Recommendation = "Check the path.",
            };
        }

        string source = $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}";
        string rendered = text.Contains(TemplateMark, StringComparison.Ordinal) && templates is not null ? templates.Render(path, text, version, cancellationToken) : text;
        foreach (ComposeService service in ComposeFile.Parse(source, rendered).Services)
        {
            images.Add(
                ComposeVariables.Expand(service.Image, Environment.GetEnvironmentVariable),
                new ImageReason { Kind = ImageReasonKind.Service, Resource = $"service {service.Name}", Path = $"services.{service.Name}.image", Source = source });
        }
    }
}
