namespace Neutree.Core.Packages.Building;

/// <summary>Reads a folder of small files whole, as it goes into a package.</summary>
internal static class PackageFolder
{
    private const long LargestFile = 64 * 1024 * 1024;

    /// <summary>The files by their paths in the folder, with <c>/</c>. What belongs to version control stays out.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="except">A folder in it whose files are too large to be held, and aren't read; null: none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PackageException">The folder isn't there, or has a link or a file that can't be read or is too large.</exception>
    public static SortedDictionary<string, byte[]> Read(string folder, string? except, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw Invalid(folder, "there is no such folder", null);
        }

        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", all))
            {
                cancellationToken.ThrowIfCancellationRequested();
                string name = Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (name.Split('/')[0] == ".git" || entry.Name is ".gitignore" or ".gitkeep")
                {
                    continue;
                }

                if (entry.LinkTarget is not null)
                {
                    throw Invalid(folder, $"{name} is a link", null);
                }

                if (entry is FileInfo file && (except is null || !name.StartsWith(except + "/", StringComparison.Ordinal)))
                {
                    files[name] = file.Length <= LargestFile ? File.ReadAllBytes(file.FullName) : throw Invalid(folder, $"{name} is larger than {LargestFile >> 20} MiB", null);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid(folder, error.Message, error);
        }

        return files;
    }

    private static PackageException Invalid(string folder, string why, Exception? inner) =>
        new("Package.FolderUnreadable", ErrorKind.InvalidData, $"the files of {folder} can't go into a package: {why}", inner)
        {
            Target = folder,
            Recommendation = "Check the folder.",
        };
}
