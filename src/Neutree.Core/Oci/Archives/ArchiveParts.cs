using System.Globalization;
using System.Text.RegularExpressions;

namespace Neutree.Core.Oci.Archives;

/// <summary>A file that was split: <c>NAME.part001</c>, <c>NAME.part002</c>, … in one folder.</summary>
internal sealed partial class ArchiveParts
{
    private readonly string _path;

    private ArchiveParts(string path) => _path = path;

    /// <summary>The parts' path without their numbers.</summary>
    public string Path => _path;

    /// <summary>What messages call it: the first part.</summary>
    public string Name => PartName(_path, 1);

    /// <summary>The parts that a path stands for: that of the first part, or, where there is no such file, the name without its number.</summary>
    /// <returns>Null where the path stands for a file of its own.</returns>
    /// <exception cref="ArchiveException">It is another part than the first.</exception>
    public static ArchiveParts? Find(string path)
    {
        Match match = PartPattern().Match(path);
        if (!match.Success)
        {
            return !File.Exists(path) && !Directory.Exists(path) && File.Exists(PartName(path, 1)) ? new ArchiveParts(path) : null;
        }

        string whole = path[..match.Index];
        return match.Groups[1].Value == "001" ? new ArchiveParts(whole)
            : throw new ArchiveException("Archive.NotFirstPart", ErrorKind.InvalidArgument, $"opening {path} failed: it is not the first part")
            {
                Target = path,
                Recommendation = $"Give {PartName(whole, 1)}; all parts must be in one folder.",
            };
    }

    /// <summary>A part's name; its number has three digits, so that a shell sorts parts rightly.</summary>
    public static string PartName(string path, int number) => string.Create(CultureInfo.InvariantCulture, $"{path}.part{number:000}");

    /// <summary>The paths of all parts at hand, in order.</summary>
    public IReadOnlyList<string> Paths => [.. Enumerable.Range(1, 999).Select(number => PartName(_path, number)).TakeWhile((path, i) => i == 0 || File.Exists(path))];

    public static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);

    public IReadOnlyList<FileStream> Open()
    {
        List<FileStream> files = [];
        try
        {
            foreach (string path in Paths)
            {
                files.Add(OpenFile(path));
            }

            return files;
        }
        catch
        {
            foreach (FileStream file in files)
            {
                file.Dispose();
            }

            throw;
        }
    }

    [GeneratedRegex(@"\.part([0-9]{3})\z")]
    private static partial Regex PartPattern();
}
