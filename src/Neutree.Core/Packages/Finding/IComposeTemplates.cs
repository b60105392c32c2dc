namespace Neutree.Core.Packages.Finding;

/// <summary>Renders compose files that are templates. What templates see is the installer's matter, which lies above packages.</summary>
public interface IComposeTemplates
{
    /// <summary>The file's text as it would be launched, with every service that could be switched on.</summary>
    /// <param name="path">The file's full path; the folder it is in says which component it is.</param>
    /// <param name="text">Its text.</param>
    /// <param name="version">The version of Neutree's own images; null leaves it to the templates.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">The template can't be rendered.</exception>
    string Render(string path, string text, string? version, CancellationToken cancellationToken);
}
