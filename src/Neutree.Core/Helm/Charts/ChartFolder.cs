using Microsoft.Extensions.Logging;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>
/// Reads the files of a chart's folder, each folder in the order of its names' bytes; symbolic links are followed, <c>.helmignore</c>
/// is obeyed (Helm 4.1 <c>chart/v2/loader</c>, <c>sympath</c>).
/// </summary>
internal sealed class ChartFolder
{
    private readonly string _root;
    private readonly ChartLimits _limits;
    private readonly ILogger _logger;
    private readonly IgnoreRules _rules;
    private readonly List<ChartFile> _files = [];

    /// <summary>The folders walked through on the way, to know a link that leads back.</summary>
    private readonly HashSet<string> _walking = new(StringComparer.Ordinal);

    private ChartFolder(string root, ChartLimits limits, ILogger logger)
    {
        _root = root;
        _limits = limits;
        _logger = logger;
        _rules = ReadRules(Path.Combine(root, IgnoreRules.FileName));
    }

    /// <exception cref="ChartException">A file is irregular or too large, a link leads nowhere, or .helmignore is malformed.</exception>
    public static List<ChartFile> Read(string folder, ChartLimits limits, ILogger logger, CancellationToken cancellationToken)
    {
        string root = Path.GetFullPath(folder);
        ChartFolder reader = new(root, limits, logger);
        try
        {
            reader.ReadFolder(root, Resolve(new DirectoryInfo(root)).FullName, "", cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(error.Message, root, error);
        }

        return reader._files;
    }

    /// <param name="folder">Where the folder is found, links in its path included.</param>
    /// <param name="real">The same without links.</param>
    /// <param name="prefix">Its path within the chart, with a <c>/</c> at its end.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private void ReadFolder(string folder, string real, string prefix, CancellationToken cancellationToken)
    {
        if (!_walking.Add(real))
        {
            throw Unreadable($"{folder}: too many levels of symbolic links: it leads back to {real}", folder);
        }

        FileSystemInfo[] entries = new DirectoryInfo(folder).GetFileSystemInfos();
        Array.Sort(entries, static (left, right) => GoString.FromText(left.Name).CompareTo(GoString.FromText(right.Name)));
        foreach (FileSystemInfo entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = prefix + entry.Name;
            FileSystemInfo target = entry;
            if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
            {
                target = Resolve(entry);
                _logger.LogInformation("found symbolic link in path. Contents of linked file included and used: {Path} is {Resolved}", entry.FullName, target.FullName);
            }

            bool isDirectory = target is DirectoryInfo;
            if (_rules.IsIgnored(path, isDirectory))
            {
                continue;
            }

            if (isDirectory)
            {
                ReadFolder(entry.FullName, entry == target ? Path.Combine(real, entry.Name) : target.FullName, path + "/", cancellationToken);
            }
            else
            {
                ReadFile((FileInfo)target, entry.FullName, path);
            }
        }

        _walking.Remove(real);
    }

    private void ReadFile(FileInfo file, string location, string path)
    {
        if (!IsRegular(file))
        {
            throw Unreadable($"cannot load irregular file {location} as it has file mode type bits set", location);
        }

        if (file.Length > _limits.FileSize)
        {
            throw new ChartException(
                "Chart.TooLarge", ErrorKind.LimitExceeded, $"chart file {ChartText.Quote(file.Name)} is larger than the maximum file size {_limits.FileSize}")
            {
                Target = location,
                Recommendation = "Name the file in .helmignore, or leave it out of the chart.",
            };
        }

        _files.Add(new ChartFile(path, ChartFileData.Adopt(File.ReadAllBytes(location))) { ModifiedAt = file.LastWriteTimeUtc });
    }

    private static IgnoreRules ReadRules(string path)
    {
        try
        {
            return IgnoreRules.Parse(File.Exists(path) ? ChartFileData.Adopt(File.ReadAllBytes(path)) : null);
        }
        catch (GoException error)
        {
            throw new ChartException("Chart.InvalidIgnoreFile", ErrorKind.InvalidData, error.Message, error)
            {
                Target = path,
                Recommendation = "Helm knows *, ? and [a-z] in .helmignore; correct or remove the line.",
            };
        }
    }

    /// <summary>Where a link leads; anything else itself.</summary>
    private static FileSystemInfo Resolve(FileSystemInfo entry)
    {
        FileSystemInfo? target;
        try
        {
            target = entry.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (IOException error)
        {
            throw Unreadable($"error evaluating symlink {entry.FullName}: {error.Message}", entry.FullName, error);
        }

        if (target is null)
        {
            return entry;
        }

        // What a link to a link is found to be is told by the file it ends at.
        FileSystemInfo final = Directory.Exists(target.FullName) ? new DirectoryInfo(target.FullName) : new FileInfo(target.FullName);
        return final.Exists ? final
            : throw Unreadable($"error evaluating symlink {entry.FullName}: lstat {final.FullName}: no such file or directory", entry.FullName);
    }

    /// <summary>Pipes, sockets and devices would block or never end.</summary>
    private static bool IsRegular(FileInfo file) =>
        (file.Attributes & FileAttributes.Device) == 0 && (OperatingSystem.IsWindows() || UnixFileKind.IsRegular(file));

    private static ChartException Unreadable(string message, string target, Exception? inner = null) =>
        new("Chart.Unreadable", ErrorKind.InvalidData, message, inner) { Target = target };
}
