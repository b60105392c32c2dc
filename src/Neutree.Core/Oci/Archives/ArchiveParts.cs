using System.Globalization;
using System.Text.RegularExpressions;

namespace Neutree.Core.Oci.Archives;

/// <summary>A file that was split: <c>NAME.part001</c>, <c>NAME.part002</c>, … in one folder.</summary>
internal sealed partial class ArchiveParts
{
    /// <summary>There are no more, because their numbers have three digits: a shell sorts parts rightly.</summary>
    public const int MaxCount = 999;

    private const string ChecksumEnding = ".sha256";

    private ArchiveParts(string path) => Path = path;

    /// <summary>The parts' path without their numbers.</summary>
    public string Path { get; }

    /// <summary>What messages call it: the first part.</summary>
    public string Name => PartName(Path, 1);

    /// <summary>The parts that a path stands for: that of the first part, or, where there is no such file, the name without its number.</summary>
    /// <returns>Null where the path stands for a file of its own.</returns>
    /// <exception cref="ArchiveException">It is another part than the first.</exception>
    public static ArchiveParts? Find(string path)
    {
        if (!TryParse(path, out string whole, out int number))
        {
            return !File.Exists(path) && !Directory.Exists(path) && Numbers(path).Any() ? new ArchiveParts(path) : null;
        }

        return number == 1 ? new ArchiveParts(whole)
            : throw new ArchiveException("Archive.NotFirstPart", ErrorKind.InvalidArgument, $"opening {path} failed: it is not the first part")
            {
                Target = path,
                Recommendation = $"Give {PartName(whole, 1)}; all parts must be in one folder.",
            };
    }

    /// <summary>A part's name.</summary>
    public static string PartName(string path, int number) => string.Create(CultureInfo.InvariantCulture, $"{path}.part{number:000}");

    /// <summary>Takes a part's name, or path, apart; false where it is none.</summary>
    public static bool TryParse(string name, out string whole, out int number)
    {
        Match match = PartPattern().Match(name);
        whole = match.Success ? name[..match.Index] : name;
        number = match.Success ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        return number > 0;
    }

    /// <summary>The paths of all parts at hand, in order, up to the first gap; the first one is told even if it isn't there.</summary>
    public IReadOnlyList<string> Paths =>
        [.. Enumerable.Range(1, MaxCount).Select(number => PartName(Path, number)).TakeWhile((path, i) => i == 0 || File.Exists(path))];

    public static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);

    /// <exception cref="ArchiveException">A part is missing in front of one, or of the checksum of one.</exception>
    public IReadOnlyList<FileStream> Open()
    {
        int last = Numbers(Path).DefaultIfEmpty(1).Max();
        List<int> missing = [.. Enumerable.Range(1, last).Where(number => !File.Exists(PartName(Path, number)))];
        if (missing.Count > 0 && last > 1)
        {
            throw Missing(missing[0], $"of its {last} parts {Listed(missing)} {(missing.Count == 1 ? "is" : "are")} missing");
        }

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

    /// <summary>That parts behind the last one at hand are missing, and how that is known.</summary>
    public ArchiveException MissingEnd(int count, string why, Exception? inner = null) =>
        Missing(count + 1, $"{System.IO.Path.GetFileName(PartName(Path, count + 1))} is missing, and perhaps more behind it: {why}", inner);

    private ArchiveException Missing(int number, string why, Exception? inner = null) =>
        new(ArchiveException.PartMissing, ErrorKind.NotFound, $"opening {Path} failed: {why}", inner)
        {
            Target = PartName(Path, number),
            Recommendation = "Copy the missing parts into the folder of the others.",
        };

    private static string Listed(List<int> numbers)
    {
        const int most = 5;
        string names = string.Join(", ", numbers.Take(most).Select(number => PartName("", number)[1..]));
        return numbers.Count > most ? string.Create(CultureInfo.InvariantCulture, $"{names} and {numbers.Count - most} more") : names;
    }

    /// <summary>The numbers of the parts in the folder, and of those whose checksums are there.</summary>
    private static IEnumerable<int> Numbers(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) ?? "";
        string whole = System.IO.Path.GetFileName(path);
        if (whole.Length == 0 || !Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateFiles(folder)
            .Select(System.IO.Path.GetFileName)
            .Where(name => name!.StartsWith(whole, StringComparison.Ordinal))
            .Select(name => name!.EndsWith(ChecksumEnding, StringComparison.Ordinal) ? name[..^ChecksumEnding.Length] : name)
            .Select(name => TryParse(name, out string start, out int number) && start == whole ? number : 0)
            .Where(number => number > 0);
    }

    [GeneratedRegex(@"\.part([0-9]{3})\z")]
    private static partial Regex PartPattern();
}
