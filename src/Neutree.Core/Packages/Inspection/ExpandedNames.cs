using System.Buffers;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages.Inspection;

/// <summary>
/// Where the files of a package go when it is unpacked: below one folder, whatever their names say and whatever lies in that folder already. What one system takes for a name is
/// a device, a stream of another file or the same name for another.
/// </summary>
/// <param name="root">The folder, full path.</param>
/// <param name="isWindows">Whether names mean what they mean to Windows.</param>
/// <param name="isCaseBlind">Whether the folder's file system takes names for the same that differ in case.</param>
internal sealed class ExpandedNames(string root, bool isWindows, bool isCaseBlind)
{
    private static readonly SearchValues<char> NotOnWindows = SearchValues.Create("\\:*?\"<>|");
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Numbered("COM"), .. Numbered("LPT")], StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);

    /// <summary>The path for a name of the package.</summary>
    /// <exception cref="PackageException">The name would lead elsewhere, or is taken.</exception>
    public string PlaceOf(string name, string package)
    {
        if ((isWindows ? ProblemOnWindows(name) : null) is { } problem)
        {
            throw Refused("Package.NameInvalid", package, $"'{ArchivePath.Printable(name)}' {problem}", "Unpack it on Linux, or with tar.");
        }

        string path = Path.GetFullPath(Path.Combine(root, name));
        if (!path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw Refused("Package.NameOutside", package, $"'{ArchivePath.Printable(name)}' would leave {root}", null);
        }

        RefuseTaken(name, package);
        RefuseLinks(name, package);
        return path;
    }

    /// <summary>Whether a folder's file system takes <c>a</c> and <c>A</c> for the same name.</summary>
    public static bool IsCaseBlind(string folder)
    {
        string probe = Path.Combine(folder, ".neutree-case-" + Path.GetRandomFileName());
        File.WriteAllBytes(probe, []);
        try
        {
            return File.Exists(Path.Combine(folder, Path.GetFileName(probe).ToUpperInvariant()));
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>A file that is in another's way: its name twice, or as a folder of another.</summary>
    private void RefuseTaken(string name, string package)
    {
        string key = isCaseBlind ? name.ToUpperInvariant() : name;
        if (!_taken.TryAdd(key, name))
        {
            throw Refused(
                "Package.NameCollides", package, $"'{ArchivePath.Printable(_taken[key])}' and '{ArchivePath.Printable(name)}' are the same name in {root}", "Unpack it to a file system that tells upper case from lower.");
        }
    }

    /// <summary>No folder on the way may be a link that was there before.</summary>
    private void RefuseLinks(string name, string package)
    {
        string current = root;
        foreach (string part in name.Split(isWindows ? ['/', '\\'] : ['/'])[..^1])
        {
            current = Path.Combine(current, part);
            if (new DirectoryInfo(current).LinkTarget is not null)
            {
                throw Refused("Package.NameOutside", package, $"{current} is a link, which could lead out of {root}", "Choose another folder, or take the link away.");
            }
        }
    }

    private static string? ProblemOnWindows(string name)
    {
        foreach (string part in name.Split('/'))
        {
            if (part.AsSpan().ContainsAny(NotOnWindows) || part.Any(char.IsControl))
            {
                return "has a character that names can't have on Windows";
            }

            if (part.EndsWith('.') || part.EndsWith(' '))
            {
                return "ends with a dot or blank, which Windows leaves out";
            }

            if (Devices.Contains(part.Split('.')[0].TrimEnd(' ')))
            {
                return "is the name of a device on Windows";
            }
        }

        return null;
    }

    private static IEnumerable<string> Numbered(string device) => "0123456789\u00B9\u00B2\u00B3".Select(number => device + number);

    private static PackageException Refused(string errorId, string package, string why, string? advice) =>
        new(errorId, ErrorKind.InvalidData, $"unpacking {package} failed: {why}") { Target = package, Recommendation = advice };
}
