using System.Text;
using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Finding;

/// <summary>
/// A text file of image names, one a line; blank lines and what follows a <c>#</c> are skipped. In lines that name Neutree the tag
/// <c>latest</c> stands for the version that is packed (spec 7.1).
/// </summary>
internal static class ImageListFile
{
    private const string Latest = "latest";

    /// <param name="text">The file's content.</param>
    /// <param name="name">What reasons call it.</param>
    /// <param name="version">The version that <c>latest</c> stands for; null leaves the lines as they are.</param>
    /// <param name="images">Gets the images.</param>
    public static void Add(string text, string name, string? version, ImageCollection images)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            int comment = line.IndexOf('#');
            string entry = (comment < 0 ? line : line[..comment]).Trim().ToString();
            if (entry.Length > 0)
            {
                images.Add(WithVersion(entry, version), new ImageReason { Kind = ImageReasonKind.ImageList, Path = $"line {number}", Source = name });
            }
        }
    }

    /// <summary>The line with the version in the place of <c>latest</c> or of a missing tag, where it is one of Neutree's images.</summary>
    internal static string WithVersion(string line, string? version)
    {
        if (version is null
            || !line.Contains("neutree", StringComparison.Ordinal)
            || !ImageReference.TryParse(line, out ImageReference? reference)
            || reference!.Digest is not null)
        {
            return line;
        }

        return reference.WithTag((reference.Tag ?? Latest).Replace(Latest, version, StringComparison.Ordinal)).ToFamiliarString();
    }

    /// <summary>The list's text: one familiar name a line, sorted, as <c>images.txt</c> of a package has them.</summary>
    public static string Write(IEnumerable<FoundImage> images) =>
        new StringBuilder().AppendJoin('\n', images.Select(static image => image.Image).Order(StringComparer.Ordinal)).Append('\n').ToString();
}
