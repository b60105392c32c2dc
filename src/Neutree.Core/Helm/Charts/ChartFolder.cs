using Microsoft.Extensions.Logging;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>
/// Reads the files of a chart's folder, each folder in the order of its names' bytes; symbolic links are followed, <c>.helmignore</c>
/// is obeyed (Helm 4.1 <c>chart/v2/loader</c>, <c>sympath</c>).
/// </summary>
internal sealed class ChartFolder
{
    /// <summary>Every file of the chart is compared with every rule.</summary>
    private const long MaxRulesSize = 256 * 1024;

    private readonly string _real;
    private readonly ChartBudget _budget;
    private readonly ILogger _logger;
    private readonly IgnoreRules _rules;
    private readonly List<ChartFile> _files = [];

    /// <summary>The folders walked through on the way, to know a link that leads back.</summary>
    private readonly HashSet<string> _walking = new(StringComparer.Ordinal);

    private ChartFolder(string root, ChartBudget budget, ILogger logger)
    {
        _real = Resolve(new DirectoryInfo(root)).FullName;
        _budget = budget;
        _logger = logger;
        _rules = ReadRules(Path.Combine(root, IgnoreRules.FileName));
    }

    /// <exception cref="ChartException">A file is irregular or too large, a link leads nowhere, or .helmignore is malformed.</exception>
    public static List<ChartFile> Read(string folder, ChartBudget budget, ILogger logger, CancellationToken cancellationToken)
    {
        string root = Path.GetFullPath(folder);
        try
        {
            ChartFolder reader = new(root, budget, logger);
            reader.ReadFolder(root, reader._real, "", cancellationToken);
            return reader._files;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(error.Message, root, error);
        }
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
            _budget.TakeEntry();
            string path = prefix + entry.Name;
            FileSystemInfo target = entry;
            if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
            {
                target = Resolve(entry);
                _logger.Log(
                    IsInside(target.FullName) ? LogLevel.Information : LogLevel.Warning,
                    "found symbolic link in path. Contents of linked file included and used: {Path} is {Resolved}",
                    entry.FullName,
                    target.FullName);
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
        byte[] content = RegularFile.Read(file, location, _budget.Limits.FileSize);
        _budget.TakeBytes(content.Length);
        _files.Add(new ChartFile(path, ChartFileData.Adopt(content)) { ModifiedAt = file.LastWriteTimeUtc });
    }

    private bool IsInside(string path) => path.StartsWith(Path.TrimEndingDirectorySeparator(_real) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IgnoreRules ReadRules(string path)
    {
        try
        {
            return IgnoreRules.Parse(File.Exists(path) ? ChartFileData.Adopt(RegularFile.Read(path, MaxRulesSize)) : null);
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

    private static ChartException Unreadable(string message, string target, Exception? inner = null) =>
        new("Chart.Unreadable", ErrorKind.InvalidData, message, inner) { Target = target };
}
