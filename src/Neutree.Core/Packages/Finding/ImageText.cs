using System.Text.RegularExpressions;
using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Finding;

/// <summary>
/// Decides whether a value that may be anything (an argument, an environment variable, a field of a custom resource) names an image.
/// A value whose name speaks of an image needs less to be believed than one whose name doesn't.
/// </summary>
internal static partial class ImageText
{
    /// <summary>A name that says it holds an image: <c>RELATED_IMAGE_X</c>, <c>acme-solver-image</c>, <c>imageName</c>.</summary>
    public static bool SpeaksOfImage(string name) =>
        name.StartsWith("RELATED_IMAGE_", StringComparison.Ordinal) || (ImageWord().IsMatch(name) && !OtherPart().IsMatch(name));

    /// <summary>The image that a value under a name stands for, or null where it stands for something else.</summary>
    public static ImageReference? Find(string name, string value)
    {
        if (value.Contains("://", StringComparison.Ordinal) || !ImageReference.TryParse(value, out ImageReference? reference))
        {
            return null;
        }

        bool isPinned = reference!.Tag is not null || reference.Digest is not null;
        bool hasPath = value.Contains('/', StringComparison.Ordinal);
        bool hasRegistry = hasPath && value.Split('/')[0].Contains('.', StringComparison.Ordinal);

        // host.domain/path:8080 is an address, whatever else it looks like.
        bool isAddress = reference.Digest is null && reference.Tag is { } tag && tag.All(char.IsAsciiDigit) && tag.Length is 4 or 5;
        return (SpeaksOfImage(name) ? isPinned || hasPath : isPinned && hasRegistry && !isAddress) ? reference : null;
    }

    /// <summary>
    /// The images of a list under a name that speaks of images, as operators take them: parts with blanks, commas or line ends between
    /// them, each with an optional <c>key=</c> in front.
    /// </summary>
    public static IEnumerable<ImageReference> FindAll(string name, string value)
    {
        if (Find(name, value) is { } single)
        {
            return [single];
        }

        string[] parts = value.Split([' ', '\t', '\r', '\n', ','], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 || !SpeaksOfImage(name)
            ? []
            : parts.Select(part => Find(name, part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..])).OfType<ImageReference>();
    }

    [GeneratedRegex("(?:^|[^A-Za-z])images?(?:$|[^a-z])|[a-z]Images?(?:$|[^a-z])|(?:^|_)IMAGES?(?:$|_)", RegexOptions.CultureInvariant)]
    private static partial Regex ImageWord();

    // Names that speak of something about an image.
    [GeneratedRegex("(?:pull.?(?:policy|secrets?)|registry|repository|tag|prefix|timeout|interval|limit|size|path|dir|file)s?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherPart();
}
